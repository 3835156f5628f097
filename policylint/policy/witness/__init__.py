"""Witnesses: small datasheets and uses, searched for and judged, that show what rules do.

`domains` says what the paths that some rules read can hold, in classes between which the rules cannot tell;
`search` goes through them from the smallest on, and judges each with the evaluator that a check uses.
"""

from policylint.policy.witness.search import MOST_WORLDS, NONE, UNDECIDED, Sought, Witness, distinguish, find

__all__ = ["MOST_WORLDS", "NONE", "UNDECIDED", "Sought", "Witness", "distinguish", "find"]
