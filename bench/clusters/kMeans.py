"""k-means of scikit-learn on a table of float32 in a file: python kMeans.py FILE ROWS WIDTH K SEED; prints JSON.
(apt-get install python3-sklearn)"""
import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans

path, rows, width, k, seed = sys.argv[1], *map(int, sys.argv[2:6])
x = np.fromfile(path, np.float32).reshape(rows, width)
KMeans(n_clusters=2, n_init=1).fit(x[:100])  # what is set up once
wall, cpu = time.perf_counter(), time.process_time()
found = KMeans(n_clusters=k, init="k-means++", n_init=1, random_state=seed).fit(x)
print(json.dumps({
    "seconds": time.perf_counter() - wall,
    "cpu": time.process_time() - cpu,
    "inertia": float(found.inertia_),
    "passes": int(found.n_iter_),
}))
