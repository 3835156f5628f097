"""A second, slow evaluator of the policy language, written from its text, and the fuzzing that compares the two."""
