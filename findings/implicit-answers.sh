#!/usr/bin/env bash
# A list of implicit that should leave out what the user has goes on with it when there is nothing else, and then with
# item 0.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 scipy==1.18.1 implicit==0.7.3

py <<'PYTHON'
import numpy as np
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking
from implicit.evaluation import ranking_metrics_at_k
from implicit.nearest_neighbours import CosineRecommender
from seen import about, done, seen

about(
    ["implicit"],
    "recommend(N, filter_already_liked_items=True), which is the default, answers at most the items the user "
    "does not have",
    "factor models go on with those the user has, scored -3.4e38, and past the catalogue with item 0 scored "
    "0, which is above them; neighbourhood models score them 0 and stop, or in a batch go on with item -1. A "
    "cut at a score of 0 or at -1 is right for one kind and wrong for the other. The evaluation counts a hit "
    "on item 0 again each time",
)

# Five items; the first user has 0, 1 and 2, so that 3 and 4 are left for her.
matrix = sp.csr_matrix(np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 0, 0, 1, 1], [0, 1, 0, 0, 1]], np.float32))
least = float(np.finfo(np.float32).min)
for model, has, past, batch in (
    (AlternatingLeastSquares(factors=2, random_state=1), least, [(0, 0.0)] * 3, [(0, 0.0)] * 3),
    (BayesianPersonalizedRanking(factors=2, random_state=1), least, [(0, 0.0)] * 3, [(0, 0.0)] * 3),
    (CosineRecommender(), 0.0, [], [(-1, least)] * 3),
):
    model.fit(matrix, show_progress=False)

    def answer(users, rows):
        items, scores = model.recommend(users, rows, N=8)
        items, scores = np.atleast_2d(items)[0], np.atleast_2d(scores)[0]
        return [(int(item), float(score)) for item, score in zip(items, scores)]

    alone, first = answer(0, matrix[0]), answer([0, 1], matrix[:2])
    print(f"{type(model).__name__}, N=8 for a user who has 0, 1 and 2 of five items")
    seen(
        "items",
        [item for item, _ in alone],
        lambda items: sorted(items[:5]) == [0, 1, 2, 3, 4] and set(items[:2]) == {3, 4},
    )
    seen("scores of those she has", [f"{s:.4g}" for _, s in alone[2:5]], [f"{has:.4g}"] * 3)
    seen("after the fifth", [f"{i} at {s:.4g}" for i, s in alone[5:]], [f"{i} at {s:.4g}" for i, s in past])
    seen(
        "after the fifth, asked with another user",
        [f"{i} at {s:.4g}" for i, s in first[5:]],
        [f"{i} at {s:.4g}" for i, s in batch],
    )

print("ranking_metrics_at_k with K=8: the only item to be found for each of two users is 0, which neither has")
model = AlternatingLeastSquares(factors=2, random_state=1)
train = sp.csr_matrix(np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]], np.float32))
test = sp.csr_matrix(np.array([[1, 0, 0, 0, 0], [1, 0, 0, 0, 0]], np.float32))
model.fit(train, show_progress=False)
metrics = ranking_metrics_at_k(model, train, test, K=8, show_progress=False)
for name in ("precision", "ndcg"):
    seen(name, float(metrics[name]), lambda value: value > 1)
done()
PYTHON
