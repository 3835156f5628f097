"""A first datasheet out of what is there: what files say, what only a person knows, and the text of the draft."""
