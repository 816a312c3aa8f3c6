# Sweeps of implicit's ALS by conjugate gradients: user, item and confidence a line in, the least seconds of a sweep out.
import sys

import implicit
import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares

path, factors, sweeps, threads = sys.argv[1], *map(int, sys.argv[2:5])
rows = np.loadtxt(path, delimiter=",", dtype=np.float64)
users, items = rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32)
matrix = sp.csr_matrix((rows[:, 2].astype(np.float32), (users, items)))
seconds = []
AlternatingLeastSquares(
    factors=factors, iterations=sweeps, num_threads=threads, use_cg=True, use_gpu=False, random_state=1
).fit(matrix, show_progress=False, callback=lambda iteration, elapsed, *loss: seconds.append(elapsed))
print(implicit.__version__, min(seconds))
