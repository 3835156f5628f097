"""What is kept between runs: configs and compiled policies (`plans`), and what came of documents (`outcomes`).

Whatever is kept is as good as none where it is stale, broken, or may be written
by others; and it may be deleted at any time.
"""
