"""Reads tables as pandas does; used by scripts/compareWithPandas.mjs.

One line of JSON comes in per table ({path, sep, encoding, skiprows, header, quote}), one goes out: its columns with their
kind and values, and each cell as it stands in the file. Debian's python3-pandas is enough.
"""
import json
import math
import sys

import pandas as pd


def read(job):
    common = dict(
        sep=job["sep"] if job["sep"] != " " else r"\s+",
        encoding=job["encoding"],
        skiprows=job["skiprows"],
        header=job["header"],
        engine="python" if job["sep"] == " " else "c",
        skip_blank_lines=True,
        nrows=job["rows"],
    )
    if job["quote"] == "":
        common["quoting"] = 3
    elif job["quote"] != '"':
        common["quotechar"] = job["quote"]
    if job["comment"]:
        common["comment"] = job["comment"]
    if common["engine"] == "c":
        common["low_memory"] = False
    precise = {"float_precision": "round_trip"} if common["engine"] == "c" else {}
    table = pd.read_csv(job["path"], **precise, **common)
    raw = pd.read_csv(job["path"], dtype=str, keep_default_na=False, na_filter=False, **common)
    columns = []
    for place, name in enumerate(table.columns):
        column = table.iloc[:, place]
        kind = kind_of(column)
        values = [None if is_missing(v) else plain(v, kind) for v in column.tolist()]
        columns.append({"name": str(name), "kind": kind, "values": values, "raw": raw.iloc[:, place].tolist()})
    return {"rows": len(table), "columns": columns, "index": type(table.index).__name__ != "RangeIndex"}


def kind_of(column):
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_numeric_dtype(column):
        return "number"
    return "text"


def is_missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def plain(value, kind):
    if kind == "number":
        return float(value) if math.isfinite(value) else str(value)
    return bool(value) if kind == "boolean" else str(value)


for line in sys.stdin:
    try:
        answer = read(json.loads(line))
    except Exception as error:  # the comparison counts what pandas refuses
        answer = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
