#!/usr/bin/env bash
# "Each user's last item" is no item but a basket: what tools hold out depends on the order of the rows, and so does the
# result.
# An argument or FINDINGS_DATA names another file than Online Retail, with USER_ID, ITEM_ID and TIMESTAMP.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 pandas==2.3.3 scipy==1.18.1 scikit-learn==1.9.1 polars==2.1.0 pyarrow==26.0.1 \
  implicit==0.7.3 rich==15.0.0 requests==2.34.2
# The other packages of recommenders and RecTools, and torch for LensKit, are for models, not for splits.
install --no-deps recommenders==1.2.1 rectools==0.19.0 lenskit==2026.4.0
install attrs==23.2.0 typeguard==4.6.1 pydantic==2.14.4 pydantic-settings==2.16.3 structlog==26.1.0 humanize==4.17.0 \
  lazy-loader==0.6 click==8.5.1 prettytable==3.18.0 psutil==7.2.2 py-cpuinfo==9.0.0 pyzmq==27.3.0 xopen==2.1.0 \
  tqdm==4.70.1

data="${1:-${FINDINGS_DATA:-}}"
py "${data:-$(online_retail)}" "${data:+other}" <<'PYTHON'
import logging
import sys
from unittest.mock import MagicMock

import numpy as np
import pandas as pd
import polars as pl
from rectools.dataset import Interactions
from rectools.model_selection import LastNSplitter
from recommenders.datasets.python_splitters import python_chrono_split
from seen import about, done, seen

# LensKit asks at import whether there is a GPU. Its splits do not compute with torch, so a stand-in saves a download of
# gigabytes.
sys.modules["torch"] = MagicMock(Tensor=type("Tensor", (), {}))
from lenskit.data import from_interactions_df
from lenskit.splitting import LastN, crossfold_users

logging.disable(logging.WARNING)
other = sys.argv[2] == "other"
about(
    ["pandas", "polars", "rectools", "recommenders", "lenskit"],
    "ties at a user's last time stamp are rare, and tools break them alike or by lot",
    "most users of Online Retail and a third of those of MovieLens 1M have several items at their last "
    "moment. RecTools, recommenders, polars and a sort in pandas hold out the last row of the file, pandas' "
    "idxmax and rank the first one, LensKit one that the rows' order does not change; the hit rate of the "
    "same lists differs by a factor of 4",
)


def by_lenskit(rows):
    # Of a pair that comes more than once, LensKit is given the newest.
    pairs = rows.sort_values("timestamp", kind="stable").drop_duplicates(["user_id", "item_id"], keep="last")
    splits = crossfold_users(from_interactions_df(pairs), 2, LastN(1), rng=1)
    return {key.user_id: items.ids()[0] for split in splits for key, items in split.test.items()}


def by_rectools(rows):
    # RecTools wants numbers for ids; they keep the order of the ids.
    numbered = pd.DataFrame(
        {
            "user_id": rows.user_id.astype("category").cat.codes.astype(int),
            "item_id": rows.item_id.astype("category").cat.codes.astype(int),
            "weight": 1.0,
            "datetime": pd.to_datetime(rows.timestamp, unit="s"),
        }
    )
    splitter = LastNSplitter(
        n=1, n_splits=1, filter_cold_users=False, filter_cold_items=False, filter_already_seen=False
    )
    _, test, _ = next(splitter.split(Interactions(numbered)))
    held_out = rows.loc[test]
    return dict(zip(held_out.user_id, held_out.item_id))


def by_recommenders(rows):
    # It splits by share, not by number; the last row of the newer part is the one it holds to be the newest.
    _, newer = python_chrono_split(rows, ratio=0.5, col_user="user_id", col_item="item_id", col_timestamp="timestamp")
    return newer.groupby("user_id").tail(1).set_index("user_id").item_id.to_dict()


TOOLS = {
    "LensKit LastN(1)": ("the same item as before", by_lenskit),
    "RecTools LastNSplitter(1)": ("the last row", by_rectools),
    "recommenders python_chrono_split": ("the last row", by_recommenders),
    "pandas sort_values(kind='stable'), tail(1)": (
        "the last row",
        lambda rows: (
            rows.sort_values("timestamp", kind="stable")
            .groupby("user_id")
            .tail(1)
            .set_index("user_id")
            .item_id.to_dict()
        ),
    ),
    "pandas idxmax": (
        "the first row",
        lambda rows: rows.loc[rows.groupby("user_id").timestamp.idxmax()].set_index("user_id").item_id.to_dict(),
    ),
    "pandas rank(method='first', ascending=False)": (
        "the first row",
        lambda rows: (
            rows[rows.groupby("user_id").timestamp.rank(method="first", ascending=False) == 1]
            .set_index("user_id")
            .item_id.to_dict()
        ),
    ),
    "polars sort, group_by, last": (
        "the last row",
        lambda rows: dict(
            pl.from_pandas(rows)
            .sort("timestamp", maintain_order=True)
            .group_by("user_id")
            .last()
            .select("user_id", "item_id")
            .iter_rows()
        ),
    ),
}

rows = pd.read_csv(sys.argv[1], usecols=["USER_ID", "ITEM_ID", "TIMESTAMP"], dtype={"USER_ID": str, "ITEM_ID": str})
rows.columns = rows.columns.str.lower()
rows = rows[["user_id", "item_id", "timestamp"]]
at_last = rows[rows.timestamp == rows.groupby("user_id").timestamp.transform("max")]
different = at_last.groupby("user_id").item_id.nunique()
tied = set(different.index[different > 1])
print(f"{len(different)} users, {len(rows)} interactions")
seen(
    "share of the users with several items at their last moment",
    len(tied) / len(different),
    (lambda share: True) if other else 0.9287,
)

popular = set(rows.drop_duplicates(["user_id", "item_id"]).item_id.value_counts().index[:10])
lots = [
    at_last.sample(frac=1, random_state=seed).groupby("user_id").item_id.first().isin(popular).mean()
    for seed in range(20)
]
print(f"Hit rate of the ten most popular items, the same ones for all, if ties fall by lot: {np.mean(lots):.4f}")
if not other:
    basket = (rows.user_id == rows.user_id.shift()) & (rows.timestamp == rows.timestamp.shift())
    seen(
        "share of the rows of a basket that stand in the order of the item ids",
        float((rows.item_id >= rows.item_id.shift())[basket].mean()),
        lambda share: share > 0.99,
    )
shuffled = rows.sample(frac=1, random_state=1).reset_index(drop=True)
ends = shuffled[shuffled.timestamp == shuffled.groupby("user_id").timestamp.transform("max")].groupby("user_id").item_id
first, last = ends.first(), ends.last()
for name, (takes, tool) in TOOLS.items():
    held_out, after_shuffle = tool(rows), tool(shuffled)
    users = [user for user in after_shuffle if user in tied]
    share = {
        "the first row": float(np.mean([after_shuffle[u] == first[u] for u in users])),
        "the last row": float(np.mean([after_shuffle[u] == last[u] for u in users])),
        "the same item as before": float(np.mean([after_shuffle[u] == held_out.get(u) for u in users])),
    }
    print(
        f"  {name}: hit rate {np.isin(list(held_out.values()), list(popular)).mean():.4f}; of the rows shuffled "
        "it takes "
        + ", ".join(f"{of} for {s:.0%}" for of, s in share.items())
    )
    seen(f"  {takes}", share[takes], lambda s: s > 0.9)
done()
PYTHON
