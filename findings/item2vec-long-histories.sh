#!/usr/bin/env bash
# gensim's Word2Vec learns nothing from a history past its 10,000th item, yet answers for the items that come later.
source "$(dirname "$0")/lib.sh"

install numpy==2.5.5 scipy==1.18.1 gensim==4.4.0

py <<'PYTHON'
import logging

import numpy as np
from gensim.models import Word2Vec
from seen import about, done, seen

about(
    ["gensim"],
    "item2vec trains on each history whole; a history that is too long is split or refused",
    "Word2Vec silently cuts each sentence at 10,000 words. An item that is only seen later keeps its "
    "random vector, is in the vocabulary with its count, and most_similar answers for it",
)

# One history of 12,000 items: 100 at a time, from 60 shelves in the first 6,000 and from 60 others in the last 6,000.
random = np.random.RandomState(1)
history = []
for visit in range(120):
    shelf = random.randint(60) + (60 if visit >= 60 else 0)
    history += [f"{shelf}-{item}" for item in random.randint(100, size=100)]
for late in (False, True):
    part = [f"late-{n % 500}" for n in range(2000)]
    histories = [history[:10000] + part] if late else [history[:8000] + part + history[8000:10000]]
    model = Word2Vec(vector_size=16, min_count=1, workers=1, seed=1)
    model.build_vocab(histories)
    before = model.wv.vectors.copy()
    model.train(histories, total_examples=model.corpus_count, epochs=5)
    moved = np.abs(model.wv.vectors - before).max(axis=1) > 0
    share = float(np.mean([moved[model.wv.key_to_index[f"late-{n}"]] for n in range(500)]))
    where = "10,001st to the 12,000th" if late else "8,001st to the 10,000th"
    print(f"A history of 12,000 items, 500 of which stand only from the {where} place, 4 times each")
    seen("items in the vocabulary's counts", model.corpus_total_words, 12000)
    seen("share of the 500 whose vector has moved", share, 0.0 if late else 1.0)
    seen("neighbours answered for one of them", len(model.wv.most_similar("late-7", topn=3)), 3)
done()
PYTHON
