#!/usr/bin/env bash
# An item that is added to a bandit of MABWiser is never shown by UCB1, whose point is to try what was tried least.
source "$(dirname "$0")/lib.sh"

install numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 mabwiser==2.7.4

py <<'PYTHON'
import numpy as np
from mabwiser.mab import MAB, LearningPolicy
from seen import about, done, seen

about(
    ["mabwiser"],
    "an arm that was never tried has the largest upper confidence bound, so that UCB1 tries a new item first",
    "an arm without a trial has the expectation 0 for UCB1 and Popularity, and any other has more: it is never tried, "
    "however long the bandit learns, also if it was there when fit was called. Epsilon-greedy, softmax and Thompson "
    "sampling try it",
)

CLICKS = [0.05, 0.10, 0.02, 0.30]  # of the items shown; the last one is new and the best
NEW = 3
random = np.random.default_rng(1)
shown = [int(item) for item in random.integers(0, NEW, 3_000)]
clicked = [int(random.random() < CLICKS[item]) for item in shown]


def share_of_new_item(policy, added_later=True):
    bandit = MAB(arms=list(range(NEW + (not added_later))), learning_policy=policy, seed=7)
    bandit.fit(shown, clicked)
    if added_later:
        bandit.add_arm(NEW)
    expectation = float(bandit.predict_expectations()[NEW])
    visitors = np.random.default_rng(2)
    times = 0
    for _ in range(3_000):
        item = bandit.predict()
        times += item == NEW
        bandit.partial_fit([item], [int(visitors.random() < CLICKS[item])])
    return expectation, times / 3_000


print("How often 3,000 visitors are shown an item that is added after 3,000 others, and is the best by far")
for name, policy, expected in (
    ("UCB1, alpha 1", LearningPolicy.UCB1(alpha=1), 0.0),
    ("UCB1, alpha 5", LearningPolicy.UCB1(alpha=5), 0.0),
    ("Popularity", LearningPolicy.Popularity(), 0.0),
    ("EpsilonGreedy, 0.1", LearningPolicy.EpsilonGreedy(epsilon=0.1), lambda share: share > 0.5),
    ("Softmax, 0.1", LearningPolicy.Softmax(tau=0.1), lambda share: share > 0.5),
    ("ThompsonSampling", LearningPolicy.ThompsonSampling(), lambda share: share > 0.9),
):
    expectation, share = share_of_new_item(policy)
    seen(name, share, expected)
    if expected == 0.0:
        seen("  its expectation before", expectation, 0.0)

print("The same if the item is among the arms when fit is called, and was not shown yet")
seen("UCB1, alpha 1", share_of_new_item(LearningPolicy.UCB1(alpha=1), added_later=False)[1], 0.0)

done()
PYTHON
