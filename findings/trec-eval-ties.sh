#!/usr/bin/env bash
# pytrec_eval ranks by scores rounded to 32 bits, and equal ones by the greatest id: a recency baseline scored by Unix
# time is not the baseline one meant.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 pytrec-eval-terrier==0.5.11

py "$(online_retail)" <<'PYTHON'
import csv
import sys
from collections import Counter, defaultdict

import numpy as np
import pytrec_eval
from seen import about, done, seen

about(
    ["pytrec-eval-terrier"],
    "items are ranked by the scores of the run, which are Python floats of 64 bits, and ties stay in the "
    "run's order or are few",
    "scores are rounded to 32 bits first; what is then equal is ranked by the greatest item id. Unix times "
    "less than 128 seconds apart are mostly equal",
)


def first(run):
    """The items in the order in which they are ranked, each found by being the only relevant one."""
    places = {
        item: pytrec_eval.RelevanceEvaluator({"u": {item: 1}}, {"recip_rank"}).evaluate({"u": run})["u"]["recip_rank"]
        for item in run
    }
    return sorted(places, key=lambda item: -places[item])


day = 1_700_000_000
seen(
    "bought 60 s and 1 s after the third, by time",
    first({"a": day + 60.0, "b": day + 1.0, "c": day + 0.0}),
    ["c", "b", "a"],
)
seen("the same, counted from the first", first({"a": 60.0, "b": 1.0, "c": 0.0}), ["a", "b", "c"])
seen("scores 0.5 + 1e-8 and 0.5", first({"a": 0.5 + 1e-8, "b": 0.5}), ["b", "a"])
seen("ids 9, 10 and 100 of equal scores", first({"9": 1.0, "10": 1.0, "100": 1.0}), ["9", "100", "10"])

print()
print(
    "Online Retail: what was most often in a basket with a customer's last item, against what she buys in the last week"
)
rows = [(r["USER_ID"], r["ITEM_ID"], int(r["TIMESTAMP"]), r["INVOICE"]) for r in csv.DictReader(open(sys.argv[1]))]
moment = max(time for _, _, time, _ in rows) - 7 * 86400
baskets, last, later = defaultdict(set), {}, defaultdict(dict)
for user, item, time, invoice in rows:
    if time > moment:
        later[user][item] = 1
    else:
        baskets[invoice].add(item)
        last[user] = max(last.get(user, (0, "")), (time, item))
together = defaultdict(Counter)
for basket in baskets.values():
    for item in basket:
        together[item].update(basket)
run = {user: {i: float(n) for i, n in together[last[user][1]].items()} for user in later if user in last}


def ndcg(rename):
    renamed = {user: {rename(i): score for i, score in scores.items()} for user, scores in run.items()}
    relevant = {user: {rename(i): 1 for i in later[user]} for user in run}
    users = pytrec_eval.RelevanceEvaluator(relevant, {"ndcg_cut.10"}).evaluate(renamed)
    return np.array([users[user]["ndcg_cut_10"] for user in sorted(users)])


as_they_are = ndcg(lambda item: item)
complemented = ndcg(lambda item: item.translate(str.maketrans("0123456789", "9876543210")))
seen("users", len(as_they_are), 470)
seen("ndcg@10", float(as_they_are.mean()), 0.1403)
seen("ndcg@10 with every digit d of the ids written as 9 - d", float(complemented.mean()), 0.1415)
seen("users whose ndcg@10 is another then", int((np.abs(as_they_are - complemented) > 1e-9).sum()), 82)
done()
PYTHON
