"""Runs the official ONNX checker, with full shape inference, on the given files. Needs python3-onnx."""

import sys

import onnx
from onnx import checker


def main(paths):
    failed = False
    for path in paths:
        model = onnx.load(path)
        newest = onnx.defs.onnx_opset_version()
        opset = next(entry.version for entry in model.opset_import if entry.domain == "")
        if opset > newest:
            print(f"skipped {path}: opset {opset}, this checker knows {newest}")
            continue
        try:
            checker.check_model(model, full_check=True)
            print(f"ok {path}")
        except Exception as error:  # the checker raises several unrelated types
            failed = True
            print(f"failed {path}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
