#!/usr/bin/env bash
# LightGBM and XGBoost give a re-ranker that has learned nothing an NDCG of 1 where the relevant rows come first.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 scipy==1.18.1 scikit-learn==1.9.1 lightgbm==4.7.0
install --no-deps xgboost==3.4.1  # without the library for several GPUs
install --no-deps catboost==1.2.10 && install pandas==3.1.1 six==1.17.0

py "$(online_retail)" <<'PYTHON'
import csv
import sys
from collections import defaultdict

import catboost.utils
import lightgbm
import numpy as np
import xgboost
from seen import about, done, seen
from sklearn.metrics import ndcg_score

about(
    ["lightgbm", "xgboost", "catboost", "scikit-learn"],
    "equal scores earn what a draw would earn, and a user for whom nothing is relevant earns 0 or does not count",
    "LightGBM and XGBoost leave equal scores in the order of the rows, so the usual layout, positives before "
    "sampled negatives, earns 1; CatBoost puts the relevant ones last. All three count a user without "
    "relevant rows as 1",
)


def by_lightgbm(relevant, score, size, k):
    # One round in which nothing can be split; the score is what the rows begin with.
    nothing = np.zeros((len(score), 1))
    groups = [size] * (len(score) // size)
    data = lightgbm.Dataset(nothing, relevant, group=groups, init_score=score)
    seen_by = {}
    lightgbm.train(
        {"objective": "lambdarank", "metric": "ndcg", "eval_at": [k], "verbose": -1},
        data,
        1,
        valid_sets=[data],
        callbacks=[lightgbm.record_evaluation(seen_by)],
    )
    return float(seen_by["training"][f"ndcg@{k}"][-1])


def by_xgboost(relevant, score, size, k):
    data = xgboost.DMatrix(np.zeros((len(score), 1)), relevant, group=[size] * (len(score) // size), base_margin=score)
    model = xgboost.train({"objective": "rank:ndcg", "eval_metric": f"ndcg@{k}"}, data, 0)
    return float(model.eval(data).split(":")[-1])


def by_catboost(relevant, score, size, k):
    groups = np.repeat(np.arange(len(score) // size), size)
    return catboost.utils.eval_metric(relevant, score, f"NDCG:top={k}", group_id=groups)[0]


def by_sklearn(relevant, score, size, k):
    return float(ndcg_score(relevant.reshape(-1, size), score.reshape(-1, size), k=k))


LIBRARIES = {"LightGBM": by_lightgbm, "XGBoost": by_xgboost, "CatBoost": by_catboost, "scikit-learn": by_sklearn}


def measure(title, relevant, score, size, k, expected):
    print(title)
    for (library, ndcg), value in zip(LIBRARIES.items(), expected):
        seen(library, ndcg(relevant.astype(float), score.astype(float), size, k), value)


first = np.tile(np.arange(10) == 0, 20)
same = np.zeros(200)
draw = sum(1 / np.log2(place + 1) for place in range(1, 6)) / 10
measure(
    f"ndcg@5 of 20 users, one relevant row of ten, all scores equal; a draw earns {draw:.4f}. The relevant row first",
    first,
    same,
    10,
    5,
    [1.0, 1.0, 0.0, draw],
)
measure("The relevant row last", np.tile(np.arange(10) == 9, 20), same, 10, 5, [0.0, 0.0, 0.0, draw])
measure(
    "The relevant row last, and 10 of the 20 users without one",
    np.tile(np.arange(10) == 9, 20) & (np.arange(200) < 100),
    same,
    10,
    5,
    [0.5, 0.5, 0.5, draw / 2],
)

print()
rows = [(r["USER_ID"], r["ITEM_ID"], int(r["TIMESTAMP"])) for r in csv.DictReader(open(sys.argv[1]))]
newest, buyers = {}, defaultdict(set)
for user, item, time in rows:
    newest[user] = max(newest.get(user, (0, "")), (time, item))
    buyers[item].add(user)
items = sorted(buyers)
random = np.random.RandomState(1)
candidates = np.array([[newest[user][1]] + random.choice(items, 19).tolist() for user in sorted(newest)])
popularity = np.array([[len(buyers[item]) for item in row] for row in candidates])
stars = np.digitize(popularity, [100, 400])  # three classes of popularity, as a shallow tree would make them
relevant = np.zeros(candidates.shape, bool)
relevant[:, 0] = True
print(f"Online Retail: {len(newest)} customers, the newest item among 20 by three classes of popularity, ndcg@10")
measure("The newest item first", relevant.ravel(), stars.ravel(), 20, 10, [0.7597, 0.7597, 0.3589, 0.4877])
order = np.argsort(random.random_sample(candidates.shape), axis=1)
shuffled = [np.take_along_axis(a, order, axis=1).ravel() for a in (relevant, stars)]
measure("The rows of each customer shuffled", *shuffled, 20, 10, [0.4880, 0.4880, 0.3589, 0.4877])
done()
PYTHON
