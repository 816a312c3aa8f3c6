"""The half of PythonSafetensorsTest that needs Python: reads what we wrote and writes it again, in a directory.

  ours.safetensors     is read, and written with metadata and one array more as theirs.safetensors
  damaged/             is gone through, and the names of the files that the library takes go into taken.txt
"""

import pathlib
import sys

import numpy
import safetensors
from safetensors.numpy import load, load_file, save, save_file

directory = pathlib.Path(sys.argv[1])
print(f"Python {sys.version.split()[0]}, safetensors {safetensors.__version__}, NumPy {numpy.__version__}")

tensors = load_file(directory / "ours.safetensors")
counting = numpy.arange(6, dtype=numpy.float32).reshape(2, 3)
assert tensors["counting"].dtype == numpy.float32, tensors["counting"].dtype
assert numpy.array_equal(tensors["counting"], counting), tensors["counting"]
halves = numpy.array([1.5, -0.2, 0], dtype=numpy.float16)
assert tensors["halves"].dtype == numpy.float16, tensors["halves"].dtype
assert numpy.array_equal(tensors["halves"], halves), tensors["halves"]

column_major = numpy.asfortranarray(counting)
save_file(
    {**tensors, "contiguous": numpy.ascontiguousarray(column_major)},
    directory / "theirs.safetensors",
    metadata={"shape": "round", "data_offsets": "none", "dtype": "F64"},
)
kept = numpy.array_equal(load(save({"": column_major}))[""], counting)
print("A column-major array that is written as it is comes back", "whole" if kept else "scrambled")


def is_taken(path):
    try:
        load(path.read_bytes())
        return True
    except Exception:
        return False


damaged = sorted((directory / "damaged").iterdir())
taken = [path.name for path in damaged if is_taken(path)]
(directory / "taken.txt").write_text("\n".join(taken))
