#!/usr/bin/env bash
# safetensors 0.8.0 writes a NumPy array that lies by columns in memory with its elements in another order, and says
# nothing. 0.7.0 wrote it right.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 scipy==1.18.1 pandas==3.1.1 safetensors==0.8.0
install --no-deps --target "$work/old" safetensors==0.7.0

program="$work/program.py"
cat > "$program" <<'PYTHON'
import csv
import os
import sys

import numpy as np
import pandas as pd
import safetensors
import safetensors.numpy
import scipy.sparse as sp
from scipy.sparse.linalg import svds
from seen import about, done, seen

right = sys.argv[2] == "right"
if not right:
    about(
        ["safetensors", "numpy", "scipy", "pandas"],
        "save_file writes what the array holds, however it lies in memory, or refuses it",
        "an array that is not in row order, such as a transpose, the user factors of SciPy's svds or "
        "DataFrame.to_numpy(), is written in the order of its memory and read back with its elements "
        "exchanged; 0.7.0 wrote it right",
    )
print("safetensors", safetensors.__version__)
file = os.path.join(sys.argv[3], "model.safetensors")


def back(array):
    safetensors.numpy.save_file({"x": array}, file)
    return safetensors.numpy.load_file(file)["x"]


array = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
seen("[[1, 2, 3], [4, 5, 6]] in row order", back(array).astype(int).tolist(), [[1, 2, 3], [4, 5, 6]])
seen(
    "the same in column order",
    back(np.asfortranarray(array)).astype(int).tolist(),
    [[1, 2, 3], [4, 5, 6]] if right else [[1, 4, 2], [5, 3, 6]],
)
frame = pd.DataFrame(array)
seen(
    "the same as the to_numpy() of a data frame",
    back(frame.to_numpy()).astype(int).tolist(),
    [[1, 2, 3], [4, 5, 6]] if right else [[1, 4, 2], [5, 3, 6]],
)

users, items, rows, columns = {}, {}, [], []
for r in csv.DictReader(open(sys.argv[1])):
    rows.append(users.setdefault(r["USER_ID"], len(users)))
    columns.append(items.setdefault(r["ITEM_ID"], len(items)))
matrix = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)))
matrix.data[:] = 1
u, s, v = svds(matrix, k=32, random_state=1)
top = np.argsort(-(u * s) @ v, axis=1)[:, :10]
saved = np.argsort(-(back(u) * s) @ v, axis=1)[:, :10]
same = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(top, saved)]))
seen(
    "Online Retail, svds of rank 32: share of the top 10 that is the same after saving",
    same,
    (lambda x: x > 0.99) if right else (lambda x: x < 0.5),
)
done()
PYTHON
data="$(online_retail)"
run() {
  PYTHONPATH="$1:$findings" PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore OPENBLAS_NUM_THREADS=1 \
    "$work/python/bin/python" "$program" "$data" "$2" "$work"
}
run "" wrong
echo
run "$work/old" right
