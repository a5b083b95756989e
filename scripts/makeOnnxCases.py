"""Writes the onnx package's own tests of single operators as files: model.onnx, test_data_set_0/input_0.pb, output_0.pb.

Debian's libonnx-testdata has those of its onnx 1.12; newer packages make them in code. Call: makeOnnxCases.py FOLDER
"""
import os
import sys

import onnx
from onnx import numpy_helper
from onnx.backend.test.case import node


def proto(value, type_):
    if isinstance(value, onnx.TensorProto):
        return value
    kind = type_.WhichOneof("value")
    if kind == "sequence_type":
        return numpy_helper.from_list(value)
    if kind == "optional_type":
        return numpy_helper.from_optional(value)
    return numpy_helper.from_array(value)


cases = node.collect_testcases(None)
left_out = 0
for case in cases:
    folder = os.path.join(sys.argv[1], case.name)
    data = os.path.join(folder, "test_data_set_0")
    os.makedirs(data, exist_ok=True)
    with open(os.path.join(folder, "model.onnx"), "wb") as file:
        file.write(case.model.SerializeToString())
    inputs, outputs = case.data_sets[0]
    graph = case.model.graph
    for name, values, ports in (("input", inputs, graph.input), ("output", outputs, graph.output)):
        for at, value in enumerate(values):
            try:
                written = proto(value, ports[at].type).SerializeToString()
            except Exception as error:  # told, not hidden
                left_out += 1
                print(f"{case.name}: {name} {at}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            with open(os.path.join(data, f"{name}_{at}.pb"), "wb") as file:
                file.write(written)
print(f"{len(cases)} cases of onnx {onnx.__version__}, {left_out} values could not be written")
