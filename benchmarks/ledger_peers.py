"""Six rules on rows as other libraries say them. Each script prints its seconds, its peak memory and its counts."""

from __future__ import annotations

from typing import NamedTuple

CHECKS = (
    "consent/not-withdrawn",
    "consent/not-expired-records",
    "consent/refused-absent",
    "consent/uploader-is-not-subject-records",
    "gdpr/objection-records",
    "provenance/optout-respected",
)
"""The rules, in the order in which the scripts count them."""
_COLUMNS = [
    "subject_id", "status", "given_by", "withdrawn_at", "objected_at", "expires_at", "removed_at", "opt_out",
]  # fmt: skip


class Peer(NamedTuple):
    name: str
    needs: tuple[str, ...]
    does: str
    script: str


_HEAD = f"""\
import datetime, json, sys, time
PATH, AS_OF = sys.argv[1], datetime.date.fromisoformat(sys.argv[2])
CHECKS, COLUMNS = {list(CHECKS)!r}, {_COLUMNS!r}
REFUSED, ENDED = ["refused", "requested", "deferred", "not_sought"], ["withdrawn", "revoked"]
GRANTED, OTHERS = ["given", "renewed"], ["uploader", "copyright_holder"]
"""
_TAIL = """
status = open("/proc/self/status").read()
peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps([seconds, busy, int(peak) / 1024, dict(zip(CHECKS, map(int, fails)))]))
"""
_MASKS = """
def masks(frame):
    day = pd.Timestamp(AS_OF)
    kept = frame["removed_at"].isna() | (frame["removed_at"] > day)
    person = kept & frame["subject_id"].notna() & (frame["subject_id"] != "unknown")
    status = frame["status"]
    return [
        person & ((frame["withdrawn_at"] <= day) | status.isin(ENDED)),
        person & (frame["expires_at"] <= day),
        person & status.isin(REFUSED),
        person & status.isin(GRANTED) & frame["given_by"].isin(OTHERS),
        person & (frame["objected_at"] <= day),
        kept & (frame["opt_out"] == "reserved"),
    ]

def read():
    frame = pd.read_parquet(PATH, columns=COLUMNS)
    for name in ("withdrawn_at", "objected_at", "expires_at", "removed_at"):
        frame[name] = pd.to_datetime(frame[name])
    return frame
"""
_PANDAS = f"""{_HEAD}
import pandas as pd
{_MASKS}
started, began = time.perf_counter(), time.process_time()
fails = [mask.sum() for mask in masks(read())]
seconds, busy = time.perf_counter() - started, time.process_time() - began
{_TAIL}"""
_POLARS = f"""{_HEAD}
import polars as pl
started, began = time.perf_counter(), time.process_time()
column = pl.col
kept = column("removed_at").is_null() | (column("removed_at") > AS_OF)
person = kept & column("subject_id").is_not_null() & (column("subject_id") != "unknown")
rules = [
    person & ((column("withdrawn_at") <= AS_OF).fill_null(False) | column("status").is_in(ENDED).fill_null(False)),
    person & (column("expires_at") <= AS_OF),
    person & column("status").is_in(REFUSED),
    person & column("status").is_in(GRANTED) & column("given_by").is_in(OTHERS),
    person & (column("objected_at") <= AS_OF),
    kept & (column("opt_out") == "reserved"),
]
lazy = pl.scan_parquet(PATH).select([rule.fill_null(False).sum().alias(name) for name, rule in zip(CHECKS, rules)])
fails = lazy.collect(engine="streaming").row(0)
seconds, busy = time.perf_counter() - started, time.process_time() - began
{_TAIL}"""
_PANDERA = f"""{_HEAD}
import pandas as pd
import pandera.pandas as pa
{_MASKS}
def check(index):
    return pa.Check(lambda frame: ~masks(frame)[index], name=CHECKS[index])
started, began = time.perf_counter(), time.process_time()
schema = pa.DataFrameSchema(checks=[check(index) for index in range(len(CHECKS))])
try:
    schema.validate(read(), lazy=True)
    cases = None
except pa.errors.SchemaErrors as errors:
    cases = errors.failure_cases
    found = cases.drop_duplicates(["check", "index"]).groupby("check").size()
fails = [0 if cases is None else found.get(name, 0) for name in CHECKS]
seconds, busy = time.perf_counter() - started, time.process_time() - began
{_TAIL}"""
PEERS = (
    Peer("polars, lazy and streaming", ("polars",), "counts of failing rows; no unknowns, no positions", _POLARS),
    Peer("pandas", ("pandas", "pyarrow"), "counts of failing rows; no unknowns, no positions", _PANDAS),
    Peer(
        "pandera on pandas",
        ("pandera[pandas]", "pandas", "pyarrow"),
        "every failing cell as a row of a table; no unknowns",
        _PANDERA,
    ),
)
