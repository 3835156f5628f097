"""Witnesses: small datasheets and uses, searched for and judged, that show what rules do.

`domains` says what the paths that some rules read can hold, in classes between which the rules cannot tell;
`seeds` are the fragments of the rules' own tests; `search` begins with those and goes through the domains from the
smallest on, and judges each with the evaluator that a check uses (`worlds`).
"""

from policylint.policy.witness.search import MOST_WORLDS, NONE, UNDECIDED, Sought, Witness, distinguish, find
from policylint.policy.witness.seeds import Seeds, seeds_of

__all__ = ["MOST_WORLDS", "NONE", "UNDECIDED", "Seeds", "Sought", "Witness", "distinguish", "find", "seeds_of"]
