"""Runs generated PyTorch modules and says how far their answers are from the expected ones.

Reads a file with a JSON list of cases: name, code, inputs (values, shape), tensors (name: values, shape),
expected. Writes one JSON line per case: name, and difference or error.
"""
import json
import sys

import torch

torch.set_num_threads(1)


def tensor(of):
    return torch.tensor(of["values"], dtype=torch.float32).reshape(of["shape"])


with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)

for case in cases:
    said = {"name": case["name"]}
    try:
        module = {"__name__": "network"}
        exec(compile(case["code"], case["name"], "exec"), module)
        network = module["with_weights"]({name: tensor(of) for name, of in case["tensors"].items()})
        with torch.no_grad():
            answer = network(*map(tensor, case["inputs"]))
        # The first of several outputs is the answer.
        answer = (answer[0] if isinstance(answer, tuple) else answer).flatten()
        expected = torch.tensor(case["expected"])
        scale = expected.abs().clamp(min=1)
        said["difference"] = ((answer - expected).abs() / scale).max().item()
        # It also learns: every weight that may change gets a gradient.
        if any(True for _ in network.parameters()):
            network.train()
            said_again = network(*map(tensor, case["inputs"]))
            sum(one.square().sum() for one in (said_again if isinstance(said_again, tuple) else (said_again,))).backward()
        said["withoutGradient"] = [name for name, p in network.named_parameters() if p.grad is None]
    except Exception as error:  # told, not hidden
        said["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps(said))
