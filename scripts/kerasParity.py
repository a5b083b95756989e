"""Runs generated Keras programs and says how far their answers are from the expected ones.

Reads a file with a JSON list of cases: name, code, inputs (values, shape), tensors (name: values, shape),
expected. Writes one JSON line per case: name, and difference or error. KERAS_BACKEND says what is underneath.
"""
import json
import sys

# A folder beside this script is called like a package that Keras looks for.
sys.path.pop(0)

import keras  # noqa: E402
import numpy as np  # noqa: E402


def array(of):
    return np.array(of["values"], dtype="float32").reshape(of["shape"])


with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)

for case in cases:
    said = {"name": case["name"]}
    try:
        keras.utils.clear_session()
        module = {"__name__": "network"}
        exec(compile(case["code"], case["name"], "exec"), module)
        network = module["with_weights"]({name: array(of) for name, of in case["tensors"].items()})
        answer = network([array(of) for of in case["inputs"]], training=False)
        # The first of several outputs is the answer.
        answer = answer[0] if isinstance(answer, (list, tuple)) else answer
        answer = keras.ops.convert_to_numpy(answer).flatten()
        expected = np.array(case["expected"], dtype="float32")
        said["difference"] = float(np.max(np.abs(answer - expected) / np.maximum(np.abs(expected), 1)))
    except Exception as error:  # told, not hidden
        said["error"] = f"{type(error).__name__}: {str(error)[:300]}"
    print(json.dumps(said))
