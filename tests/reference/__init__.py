"""A second, slow evaluator of the policy language, written from its text alone, and the fuzzing that compares the two."""
