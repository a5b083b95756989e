"""What scikit-learn's trees and forests reach on usual tables, mean of five folds, for each of five seeds.

Run by forests.long.test.ts: writes tables, folds and scores as JSON to the file that is named.
(apt-get install python3-sklearn)
"""

import json
import sys

import numpy as np
from sklearn import datasets
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

seeds = range(5)
labels = {
    "iris": datasets.load_iris(return_X_y=True),
    "digits": datasets.load_digits(return_X_y=True),
    "breast cancer": datasets.load_breast_cancer(return_X_y=True),
    "moons": datasets.make_moons(500, noise=0.25, random_state=1),
    "20 of 200": datasets.make_classification(1000, 200, n_informative=20, n_redundant=0, n_classes=3, random_state=1),
}
numbers = {
    "diabetes": datasets.load_diabetes(return_X_y=True),
    "friedman1": datasets.make_friedman1(500, noise=1, random_state=1),
    "friedman2": datasets.make_friedman2(500, noise=50, random_state=1),
    "friedman3": datasets.make_friedman3(500, noise=0.1, random_state=1),
}


def told(name, table, classes, kinds):
    x, y = np.float32(table[0]), table[1]
    folds = (StratifiedKFold if classes else KFold)(5, shuffle=True, random_state=0)
    parts = list(folds.split(x, y))
    scores = {
        family: [
            float(np.mean([kind(random_state=seed).fit(x[a], y[a]).score(x[b], y[b]) for a, b in parts]))
            for seed in seeds
        ]
        for family, kind in kinds.items()
    }
    return {
        "name": name,
        "classes": classes,
        "width": x.shape[1],
        "features": x.astype(float).ravel().tolist(),
        "target": [float(value) for value in y],
        "held": [b.tolist() for _, b in parts],
        "scores": scores,
    }


of_labels = {
    "randomForest": RandomForestClassifier,
    "extraTrees": ExtraTreesClassifier,
    "decisionTree": DecisionTreeClassifier,
}
of_numbers = {
    "randomForest": RandomForestRegressor,
    "extraTrees": ExtraTreesRegressor,
    "decisionTree": DecisionTreeRegressor,
}
tables = [told(name, table, int(table[1].max()) + 1, of_labels) for name, table in labels.items()]
tables += [told(name, table, 0, of_numbers) for name, table in numbers.items()]
with open(sys.argv[1], "w") as out:
    json.dump(tables, out)
