#!/usr/bin/env bash
# Eight libraries measure the same lists, and NDCG, recall, precision and average precision come out differently.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 scipy==1.18.1 pandas==2.3.3 scikit-learn==1.9.1 \
  ranx==0.3.21 pytrec-eval-terrier==0.5.11 implicit==0.7.3 cornac==3.0.1
# The other packages of recommenders and RecTools, and torch for LensKit, are for models, not for metrics.
install --no-deps recommenders==1.2.1 rectools==0.19.0 lenskit==2026.4.0
install attrs==23.2.0 typeguard==4.6.1 pydantic==2.14.4 pydantic-settings==2.16.3 pyarrow==26.0.1 structlog==26.1.0 \
  humanize==4.17.0 lazy-loader==0.6 click==8.5.1 prettytable==3.18.0 psutil==7.2.2 py-cpuinfo==9.0.0 pyzmq==27.3.0 \
  xopen==2.1.0

py "$(online_retail)" <<'PYTHON'
import logging
import math
import sys
from unittest.mock import MagicMock

import numpy as np
import pandas as pd
import scipy.sparse as sp
from seen import about, done, seen

import cornac.metrics
import pytrec_eval
import ranx
import recommenders.evaluation.python_evaluation as recommenders
from implicit.als import AlternatingLeastSquares
from implicit.evaluation import ranking_metrics_at_k
from rectools import metrics as rectools
from sklearn.metrics import ndcg_score

# LensKit asks at import whether there is a GPU. Its metrics do not compute with torch, so a stand-in saves a download
# of gigabytes; with torch 2.15.0 installed they give the same numbers.
sys.modules["torch"] = MagicMock(Tensor=type("Tensor", (), {}))
import lenskit.metrics as lenskit
from lenskit.data import ItemList, ItemListCollection

del sys.modules["torch"]

logging.disable(logging.WARNING)
about(
    ["lenskit", "rectools", "implicit", "recommenders", "cornac", "ranx", "pytrec-eval-terrier", "scikit-learn"],
    "NDCG@k, recall@k and precision@k are standard, so a model's figures can be compared across libraries",
    "LensKit's NDCG weighs the first two places alike and its recall is over min(k, relevant); RecTools "
    "divides NDCG by that of k hits; implicit's precision is hits of all users over the sum of min(k, "
    "relevant); average precision has two denominators; a user without an answer is 0, or left out, or an "
    "error",
)


def textbook(truth, lists, k):
    rows = []
    for user, relevant in truth.items():
        hits = [item in relevant for item in lists[user]][:k]
        discount = [1 / math.log2(place + 2) for place in range(k)]
        precisions = sum(sum(hits[: p + 1]) / (p + 1) for p, hit in enumerate(hits) if hit)
        rows.append(
            (
                sum(d for d, hit in zip(discount, hits) if hit) / sum(discount[: min(k, len(relevant))]),
                sum(hits) / len(relevant),
                sum(hits) / k,
                precisions / len(relevant),
                precisions / min(k, len(relevant)),
            )
        )
    return dict(zip(["ndcg", "recall", "precision", "ap over relevant", "ap over min"], np.mean(rows, axis=0)))


def by_lenskit(truth, lists, k):
    names = {
        "ndcg": lenskit.NDCG,
        "recall": lenskit.Recall,
        "precision": lenskit.Precision,
        "ap": lenskit.ranking.AveragePrecision,
    }
    return {
        name: np.mean(
            [
                metric(n=k).measure_list(ItemList(item_ids=lists[u], ordered=True), ItemList(item_ids=list(truth[u])))
                for u in truth
            ]
        )
        for name, metric in names.items()
    }


def by_rectools(truth, lists, k):
    answers = pd.DataFrame(
        [(u, i, r) for u in lists for r, i in enumerate(lists[u], 1)], columns=["user_id", "item_id", "rank"]
    )
    found = pd.DataFrame([(u, i) for u in truth for i in truth[u]], columns=["user_id", "item_id"])
    names = {
        "ndcg": rectools.NDCG(k),
        "ndcg, divide_by_achievable": rectools.NDCG(k, divide_by_achievable=True),
        "recall": rectools.Recall(k),
        "precision": rectools.Precision(k),
        "ap": rectools.MAP(k),
    }
    return {name: metric.calc(answers, found) for name, metric in names.items()}


def by_recommenders(truth, lists, k):
    answers = pd.DataFrame(
        [(u, i, float(-r)) for u in lists for r, i in enumerate(lists[u])], columns=["userID", "itemID", "prediction"]
    )
    found = pd.DataFrame([(u, i, 1.0) for u in truth for i in truth[u]], columns=["userID", "itemID", "rating"])
    names = {
        "ndcg": recommenders.ndcg_at_k,
        "recall": recommenders.recall_at_k,
        "precision": recommenders.precision_at_k,
        "ap, map": recommenders.map,
        "ap, map_at_k": recommenders.map_at_k,
    }
    return {name: metric(found, answers, k=k) for name, metric in names.items()}


def runs(truth, lists):
    return (
        {u: {i: 1 for i in truth[u]} for u in truth},
        {u: {i: float(1000 - r) for r, i in enumerate(lists[u])} for u in lists},
    )


def by_ranx(truth, lists, k):
    qrels, run = runs(truth, lists)
    names = {"ndcg": f"ndcg@{k}", "recall": f"recall@{k}", "precision": f"precision@{k}", "ap": f"map@{k}"}
    values = ranx.evaluate(ranx.Qrels(qrels), ranx.Run(run), list(names.values()))
    return {name: float(values[metric]) for name, metric in names.items()}


def by_pytrec_eval(truth, lists, k):
    qrels, run = runs(truth, lists)
    names = {"ndcg": "ndcg_cut", "recall": "recall", "precision": "P", "ap": "map_cut"}
    users = pytrec_eval.RelevanceEvaluator(qrels, {f"{m}.{k}" for m in names.values()}).evaluate(run).values()
    return {name: float(np.mean([u[f"{metric}_{k}"] for u in users])) for name, metric in names.items()}


def numbered(truth, lists):
    items = {i: n for n, i in enumerate(sorted({i for d in (truth, lists) for l in d.values() for i in l}))}
    shape = (len(truth), len(items))
    relevance, score = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for n, u in enumerate(truth):
        relevance[n, [items[i] for i in truth[u]]] = 1
        score[n, [items[i] for i in lists[u]]] = np.arange(1000, 1000 - len(lists[u]), -1)
    return items, relevance, score


def by_sklearn(truth, lists, k):
    _, relevance, score = numbered(truth, lists)
    return {"ndcg": float(ndcg_score(relevance, score, k=k))}


def by_cornac(truth, lists, k):
    items, _, _ = numbered(truth, lists)
    names = {
        "ndcg": cornac.metrics.NDCG(k),
        "recall": cornac.metrics.Recall(k),
        "precision": cornac.metrics.Precision(k),
    }
    return {
        name: float(
            np.mean(
                [
                    metric.compute(
                        gt_pos=np.array([items[i] for i in truth[u]]), pd_rank=np.array([items[i] for i in lists[u]])
                    )
                    for u in truth
                ]
            )
        )
        for name, metric in names.items()
    }


def by_implicit(truth, lists, k):
    _, relevance, score = numbered(truth, lists)
    model = AlternatingLeastSquares(factors=1)  # its recommend() answers exactly the given lists
    model.user_factors, model.item_factors = score, np.eye(score.shape[1], dtype=np.float32)
    values = ranking_metrics_at_k(
        model, sp.csr_matrix(score.shape, dtype=np.float32), sp.csr_matrix(relevance), K=k, show_progress=False
    )
    return {name: values[metric] for name, metric in {"ndcg": "ndcg", "precision": "precision", "ap": "map"}.items()}


LIBRARIES = {
    "LensKit": by_lenskit,
    "RecTools": by_rectools,
    "implicit": by_implicit,
    "recommenders": by_recommenders,
    "cornac": by_cornac,
    "ranx": by_ranx,
    "pytrec_eval": by_pytrec_eval,
    "scikit-learn": by_sklearn,
}


def compare(truth, lists, k, own):
    right = textbook(truth, lists, k)
    print("  textbook: " + ", ".join(f"{name} {value:.4f}" for name, value in right.items()))
    for library, measure in LIBRARIES.items():
        for name, value in measure(truth, lists, k).items():
            if name.startswith("ap"):
                over_min = library in ("LensKit", "implicit") or "map_at_k" in name
                seen(f"{library} {name}", value, float(right["ap over min" if over_min else "ap over relevant"]))
            elif (library, name) in own:
                seen(f"{library} {name}, textbook {right[name]:.4f}", value, own[library, name])
            else:
                seen(f"{library} {name}", value, float(right[name.split(",")[0]]))


print("Three users, five places: one with two relevant items, second and fourth, one with seven of which four are in")
print("the list, one with two of which one is first")
truth = {"1": ["a", "b"], "2": list("abcdefg"), "3": ["c", "h"]}
lists = {"1": list("xaybz"), "2": list("axbcd"), "3": list("cxyzw")}
compare(
    truth,
    lists,
    5,
    {
        ("LensKit", "ndcg"): 0.6564,
        ("LensKit", "recall"): (2 / 2 + 4 / 5 + 1 / 2) / 3,
        ("RecTools", "ndcg"): 0.4951,
        ("implicit", "precision"): (2 + 4 + 1) / (2 + 5 + 2),
    },
)
seen(
    "LensKit's NDCG of the first user, where places count 1, 1, 1/log2(3), 1/2, ...",
    float(by_lenskit({"1": truth["1"]}, lists, 5)["ndcg"]),
    (1 + 1 / 2) / (1 + 1),
)
seen(
    "RecTools' NDCG of the third user, one hit over five",
    float(by_rectools({"3": truth["3"]}, {"3": lists["3"]}, 5)["ndcg"]),
    1 / sum(1 / math.log2(p + 1) for p in range(1, 6)),
)

print()
print("One user with a hit at the first place, and another with an item to be found who was given no list")
truth, lists = {"1": ["a"], "4": ["a"]}, {"1": ["a", "b"]}
seen(
    "RecTools ndcg, recall",
    [by_rectools(truth, lists, 5)[m] for m in ("ndcg, divide_by_achievable", "recall")],
    [0.5, 0.5],
)
seen("recommenders ndcg, recall", [by_recommenders(truth, lists, 5)[m] for m in ("ndcg", "recall")], [0.5, 1.0])
seen("pytrec_eval ndcg, recall", [by_pytrec_eval(truth, lists, 5)[m] for m in ("ndcg", "recall")], [1.0, 1.0])
analysis = lenskit.RunAnalysis()
analysis.add_metric(lenskit.NDCG(n=5))
analysis.add_metric(lenskit.Recall(n=5))
measured = analysis.measure(
    *[
        ItemListCollection.from_dict({u: ItemList(item_ids=d[u], ordered=o) for u in d}, "user_id")
        for d, o in ((lists, True), (truth, False))
    ]
)
seen("LensKit ndcg, recall", [float(m) for m in measured.list_summary()["mean"]], [1.0, 1.0])
try:
    seen("ranx ndcg", by_ranx(truth, lists, 5)["ndcg"], lambda value: False)
except AssertionError as e:
    seen("ranx ndcg", type(e).__name__, "AssertionError")

print()
print(
    "Online Retail: the ten most popular new items for each customer, against what she first bought in the last fifth"
)
data = pd.read_csv(sys.argv[1], usecols=["USER_ID", "ITEM_ID", "TIMESTAMP"], dtype={"USER_ID": str, "ITEM_ID": str})
moment = data.TIMESTAMP.quantile(0.8)
had = data[data.TIMESTAMP <= moment].groupby("USER_ID").ITEM_ID.agg(set)
later = data[data.TIMESTAMP > moment].groupby("USER_ID").ITEM_ID.agg(set)
popular = (
    data[data.TIMESTAMP <= moment]
    .drop_duplicates()
    .ITEM_ID.value_counts()
    .sort_index()
    .sort_values(ascending=False, kind="stable")
    .index
)
truth = {u: sorted(later[u] - had[u]) for u in later.index if u in had.index and later[u] - had[u]}
lists = {u: [i for i in popular if i not in had[u]][:10] for u in truth}
print(f"  {len(truth)} users")
compare(
    truth,
    lists,
    10,
    {
        ("LensKit", "ndcg"): 0.0364,
        ("LensKit", "recall"): 0.0364,
        ("RecTools", "ndcg"): 0.0340,
        ("implicit", "precision"): 0.0393,
    },
)
done()
PYTHON
