"""The ledger: rules on one row per item and person, run where the rows are.

`columns` turns whatever a file holds into the columns of the shape, `queries` puts the rules of a policy around them,
`duckdb` and `spark` run the queries and know how their engine says things; only these two import one. `scan` asks them.
"""
