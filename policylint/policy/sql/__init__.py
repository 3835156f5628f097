"""Rules on records as SQL: a plan becomes expressions of three values, and these become the text of one dialect.

`expressions` are the few forms that there are, `translate` makes them from a plan, `derived` says what facts on records
are, `write` writes them. What no column decides (a use, a parameter, the day) is decided before, by the same functions
that judge datasheets.
"""
