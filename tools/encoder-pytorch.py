# SPDX-License-Identifier: Apache-2.0
"""The sequence encoder's training in PyTorch, to compare the time of an epoch; see docs/benchmarks.md.

The same model, batches, sample and optimizer as org.openpersonalize.core.sequence.SequenceEncoderTrainer, without categories: vectors of
64 numbers, 20 learned lags, a map, 256 events a batch, 512 negatives shared by it, Adam on the rows of the batch (SparseAdam). Prints the
seconds of each epoch and the mean loss.

    encoder-pytorch.py INTERACTIONS.csv.gz [EPOCHS [THREADS]]     wants torch (2.5.1 and 2.15.0 do) and numpy
"""

import csv
import gzip
import sys
import time

import numpy as np
import torch

RANK, WINDOW, BATCH, NEGATIVES, RATE, DROPOUT = 64, 20, 256, 512, 0.002, 0.1


def histories(path):
    """Items of each user in their order, the newest left out as by --protocol next-item."""
    numbers, users = {}, {}
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            item = numbers.setdefault(row["ITEM_ID"], len(numbers))
            users.setdefault(row["USER_ID"], []).append((int(row["TIMESTAMP"]), item))
    ordered = [[item for _, item in sorted(events, key=lambda event: event[0])] for events in users.values()]
    return [items[:-1] for items in ordered if len(items) > 1], len(numbers)


def main():
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    torch.manual_seed(1)
    sequences, items = histories(sys.argv[1])
    epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    counts = np.zeros(items)
    inputs, targets = [], []
    for sequence in sequences:
        for place, item in enumerate(sequence):
            counts[item] += 1
            if place > 0:
                newest = sequence[max(0, place - WINDOW) : place][::-1]
                inputs.append(newest + [items] * (WINDOW - len(newest)))
                targets.append(item)
    inputs, targets = torch.tensor(inputs), torch.tensor(targets)
    probability = torch.tensor(np.sqrt(counts) / np.sqrt(counts).sum(), dtype=torch.float32)
    correction = -torch.log(NEGATIVES * probability)
    vectors = torch.nn.Embedding(items + 1, RANK, padding_idx=items, sparse=True)
    with torch.no_grad():
        vectors.weight.normal_(0, 0.05)
        vectors.weight[items] = 0
    lags = torch.nn.Parameter(torch.exp(-torch.arange(WINDOW) / 5.0)[:, None].repeat(1, RANK))
    weights = torch.nn.Parameter(torch.eye(RANK))
    sparse = torch.optim.SparseAdam(vectors.parameters(), lr=RATE)
    dense = torch.optim.Adam([lags, weights], lr=RATE)
    for epoch in range(epochs):
        start, used, total = time.perf_counter(), time.process_time(), 0.0
        order = torch.randperm(len(targets))
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            history, target = inputs[chosen], targets[chosen]
            history = torch.where(torch.rand(history.shape) < DROPOUT, items, history)
            history = history[:, : int((history != items).sum(0).nonzero().max()) + 1]  # as long as the longest
            negatives = torch.multinomial(probability, NEGATIVES, replacement=True)
            encoded = (vectors(history) * lags[: history.shape[1]]).sum(1) @ weights
            others = encoded @ vectors(negatives).T + correction[negatives]
            others = others.masked_fill(negatives[None, :] == target[:, None], float("-inf"))
            own = (encoded * vectors(target)).sum(1, keepdim=True)
            loss = torch.nn.functional.cross_entropy(
                torch.cat([own, others], 1), torch.zeros(len(chosen), dtype=torch.long)
            )
            sparse.zero_grad()
            dense.zero_grad()
            loss.backward()
            sparse.step()
            dense.step()
            total += loss.item() * len(chosen)
        seconds, processor = time.perf_counter() - start, time.process_time() - used
        print(
            f"epoch {epoch + 1}: {seconds:.2f} s, {processor:.2f} s of processor time, loss {total / len(order):.4f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
