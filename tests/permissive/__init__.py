"""Never more permissive: what takes knowledge away, or garbles it, turns no red build green.

*The property.* A build is red for a rule when `check` with that rule alone, failing on the least that its findings
cost, ends with exit code 1. Change one thing in one file so that it says less, or says it wrongly (`mutations.py` has
the ways). Then the same check ends with 1, for whatever reason, or with 2 or 3; never with 0, and never with 4. What
is not claimed is written down in `exceptions.yaml`, each with its reason. `docs/never-more-permissive.md` has the
figures.

*The builds* (`bases.py`, `projects.py`). Every test of a shipped rule that fails or is undecided, its documents made
whole, that rule alone in force: most are red for one value. The documents of the golden family and files of each
other format, under all rules at once, where each rule that stops them is followed by itself. Projects that are red
for their config, policy, advisories, waivers or baseline alone, run by the command itself.

*The mutants* are all that there are: each way, at each value of each document. `python -m tests.permissive` runs
them; the tests take a share of them, drawn by a seed.
"""
