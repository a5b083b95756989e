"""Which types pandas gives the columns of the fixtures: python3 bench/inference/askPandas.py > bench/inference/pandas.json

The delimiter is told (pandas does not look for it); texts of which every one is a date for pandas.to_datetime count as
dates, as the parse_dates of a person who has looked would make them.
"""
import csv
import json
import sys
import warnings
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")
root = Path(__file__).resolve().parents[2] / "src/formats/fixtures"


def kind_of(column):
    values = column.dropna()
    if len(values) == 0:
        return "empty"
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    if values.map(type).eq(bool).all():
        return "boolean"
    try:
        pd.to_datetime(values)
        return "date"
    except Exception:
        return "text"


answers = {}
for path in sorted([*root.glob("*.csv"), *root.glob("*.tsv"), *root.glob("cases/*.csv"), *root.glob("cases/*.tsv")]):
    try:
        text = path.read_text("utf-8-sig")
        delimiter = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|").delimiter if path.suffix == ".csv" else "\t"
        table = pd.read_csv(path, sep=delimiter, encoding="utf-8-sig")
    except Exception as error:
        answers[str(path.relative_to(root))] = {"refused": f"{type(error).__name__}: {error}"[:120]}
        continue
    answers[str(path.relative_to(root))] = {str(name): kind_of(table[name]) for name in table.columns}
json.dump({"version": f"pandas {pd.__version__}", "answers": answers}, sys.stdout, indent=1, ensure_ascii=False)
