"""The tables on which classic learners are compared with scikit-learn's: columns, target, and the fold of each row.

python3 classicTables.py OUT writes them as JSON for tests (apt-get install python3-sklearn); other scripts import `tables`.
"""

import json
import sys

import numpy as np
from sklearn import datasets
from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit


def rare(rows=3000):
    """16 % positives; a tenth of the numbers is missing; one column has 1,000 categories, of which each has its own odds."""
    draw = np.random.default_rng(16)
    numbers = draw.normal(size=(rows, 6))
    category = np.minimum(999, (1000 * draw.random(rows) ** 1.6).astype(int))
    odds = draw.normal(size=1000)
    score = numbers[:, 0] + numbers[:, 1] * numbers[:, 2] - 0.8 * np.abs(numbers[:, 3]) + 0.9 * odds[category]
    score = score + 0.7 * draw.logistic(size=rows)
    target = (score > np.quantile(score, 0.84)).astype(int)
    numbers[draw.random(numbers.shape) < 0.1] = np.nan
    return numbers, target, [f"c{code:03d}" for code in category]


def of_numbers(name, found, classes):
    return {"name": name, "x": np.float64(found[0]), "y": found[1], "classes": classes, "category": None}


def make():
    made = [
        of_numbers("iris", datasets.load_iris(return_X_y=True), 3),
        of_numbers("digits", datasets.load_digits(return_X_y=True), 10),
        of_numbers("moons", datasets.make_moons(500, noise=0.25, random_state=1), 2),
        of_numbers(
            "20 of 200",
            datasets.make_classification(1000, 200, n_informative=20, n_redundant=0, random_state=1),
            2,
        ),
        of_numbers("diabetes", datasets.load_diabetes(return_X_y=True), 0),
        of_numbers("friedman1", datasets.make_friedman1(500, noise=1, random_state=1), 0),
        of_numbers("friedman2", datasets.make_friedman2(500, noise=50, random_state=1), 0),
        of_numbers("friedman3", datasets.make_friedman3(500, noise=0.1, random_state=1), 0),
    ]
    x, y, category = rare()
    made.insert(4, {"name": "16 %", "x": x, "y": y, "classes": 2, "category": category})
    for table in made:
        x, y = table["x"], table["y"]
        folds = (StratifiedKFold if table["classes"] else KFold)(5, shuffle=True, random_state=0)
        table["fold"] = np.zeros(len(y), int)
        for fold, (_, held) in enumerate(folds.split(x, y)):
            table["fold"][held] = fold
    return made


def heldOut(table):
    """A quarter, drawn as the folds are, that a search for the best model does not see."""
    x, y = table["x"], table["y"]
    draw = (StratifiedShuffleSplit if table["classes"] else ShuffleSplit)(1, test_size=0.25, random_state=1)
    held = np.zeros(len(y), bool)
    held[next(draw.split(x, y))[1]] = True
    return held


tables = make()

if __name__ == "__main__":
    told = [
        {
            "name": table["name"],
            "classes": table["classes"],
            "columns": [[None if np.isnan(v) else float(v) for v in column] for column in table["x"].T],
            "category": table["category"],
            "target": [float(v) for v in table["y"]],
            "fold": table["fold"].tolist(),
            "held": heldOut(table).tolist(),
        }
        for table in tables
    ]
    with open(sys.argv[1], "w") as out:
        json.dump(told, out)
