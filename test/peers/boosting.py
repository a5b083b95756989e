"""Times scikit-learn's histogram gradient boosting: python3 boosting.py ROWS WIDTH ROUNDS FOLDER, which has x.f32 and y.u8."""
import json, sys, time
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

rows, width, rounds = map(int, sys.argv[1:4])
x = np.fromfile(f"{sys.argv[4]}/x.f32", np.float32).reshape(rows, width)
y = np.fromfile(f"{sys.argv[4]}/y.u8", np.uint8)
train = rows - rows // 5
model = HistGradientBoostingClassifier(max_iter=rounds, max_depth=6, max_leaf_nodes=64, learning_rate=0.1, early_stopping=False, l2_regularization=1)
start = time.time(); model.fit(x[:train], y[:train]); fit = time.time() - start
start = time.time(); said = model.predict(x[train:]); answer = time.time() - start
print(json.dumps({"fitSeconds": fit, "answerSeconds": answer, "accuracy": float((said == y[train:]).mean())}))
