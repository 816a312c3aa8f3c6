// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.Sequences;

/**
 * What a model is learned from. The matrices are made when they are first asked for and kept, since a search trains many
 * models on the same data.
 */
public final class TrainingData {
  private final InteractionLog log;
  private final Supplier<Optional<RecordColumns>> items;
  private final Supplier<Optional<ActionData>> actions;
  private final ConfidenceRule rule;
  private final long seed;
  private final int threads;
  private final float @Nullable [] itemWeights;
  private @Nullable InteractionMatrix usersByItems;
  private @Nullable InteractionMatrix itemsByUsers;
  private @Nullable InteractionMatrix usersByLiked;
  private @Nullable InteractionMatrix likedByUsers;
  private @Nullable Optional<RecordColumns> records;
  private @Nullable Optional<ActionData> offered;
  private @Nullable Sequences sequences;
  private @Nullable CoOccurrence coOccurrence;
  private double coOccurrenceExponent;
  private long coOccurrenceMemory;

  /**
   * @param log the interactions
   * @param rule how they become confidences
   * @param seed of everything random
   * @param threads ≥ 1
   */
  public TrainingData(InteractionLog log, ConfidenceRule rule, long seed, int threads) {
    this(new Source(log, Optional::empty, Optional::empty), rule, seed, threads, null);
  }

  private record Source(
      InteractionLog log,
      Supplier<Optional<RecordColumns>> items,
      Supplier<Optional<ActionData>> actions) {}

  private TrainingData(
      Source source, ConfidenceRule rule, long seed, int threads, float @Nullable [] itemWeights) {
    this.log = source.log();
    this.items = source.items();
    this.actions = source.actions();
    this.rule = rule;
    this.seed = seed;
    this.threads = threads;
    this.itemWeights = itemWeights;
  }

  /** The same with each confidence multiplied by the weight of its item, [items of the log]. */
  public TrainingData weighed(float[] weights) {
    return new TrainingData(new Source(log, items, actions), rule, seed, threads, weights);
  }

  /** The same with what is known of the items, which is read when it is first asked for. */
  public TrainingData withItems(Supplier<Optional<RecordColumns>> records) {
    return new TrainingData(new Source(log, records, actions), rule, seed, threads, itemWeights);
  }

  /** The same with the actions that users are offered, which are read when they are first asked for. */
  public TrainingData withActions(Supplier<Optional<ActionData>> others) {
    return new TrainingData(new Source(log, items, others), rule, seed, threads, itemWeights);
  }

  /** The same by other interactions. */
  public TrainingData with(InteractionLog interactions) {
    return new TrainingData(
        new Source(interactions, this::items, this::actions), rule, seed, threads, itemWeights);
  }

  /** The records of the items, empty if there are none. */
  public synchronized Optional<RecordColumns> items() {
    if (records == null) {
      records = items.get();
    }
    return records;
  }

  /** The actions that users are offered, empty if there are none. */
  public synchronized Optional<ActionData> actions() {
    if (offered == null) {
      offered = actions.get();
    }
    return offered;
  }

  public InteractionLog log() {
    return log;
  }

  public ConfidenceRule rule() {
    return rule;
  }

  public long seed() {
    return seed;
  }

  public int threads() {
    return threads;
  }

  /** The confidences, one row per user of the log and one column per item. */
  public synchronized InteractionMatrix usersByItems() {
    if (usersByItems == null) {
      InteractionMatrix counted = InteractionMatrix.of(log, rule);
      usersByItems = itemWeights == null ? counted : counted.weighed(itemWeights);
    }
    return usersByItems;
  }

  /** The transpose of {@link #usersByItems}. */
  public synchronized InteractionMatrix itemsByUsers() {
    if (itemsByUsers == null) {
      itemsByUsers = usersByItems().transpose();
    }
    return itemsByUsers;
  }

  /** {@link #usersByItems} without items that users are known not to like, for models that count who had what. */
  public synchronized InteractionMatrix usersByLikedItems() {
    if (usersByLiked == null) {
      usersByLiked = usersByItems().liked();
    }
    return usersByLiked;
  }

  /** The transpose of {@link #usersByLikedItems}. */
  public synchronized InteractionMatrix likedItemsByUsers() {
    if (likedByUsers == null) {
      likedByUsers = usersByLikedItems() == usersByItems()
          ? itemsByUsers()
          : usersByLikedItems().transpose();
    }
    return likedByUsers;
  }

  /** What users took and are not known to dislike in its order, the newest events as far as the rule looks at them. */
  public synchronized Sequences sequences() {
    if (sequences == null) {
      sequences = Sequences.of(log, usersByLikedItems(), rule.historyLength());
    }
    return sequences;
  }

  /**
   * Which items go together. The last one asked for is kept, so that models that differ only in what they make of it
   * share it.
   *
   * @param userExponent b, see {@link CoOccurrence}
   * @param memoryInBytes what it may take at most
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public synchronized CoOccurrence coOccurrence(
      double userExponent, long memoryInBytes, TrainingProgress progress) {
    if (coOccurrence == null
        || coOccurrenceExponent != userExponent
        || coOccurrenceMemory != memoryInBytes) {
      coOccurrence = null; // frees the memory for the next one
      coOccurrence = CoOccurrence.of(
          usersByLikedItems(),
          likedItemsByUsers(),
          userExponent,
          memoryInBytes,
          threads,
          progress::throwIfCancelled);
      coOccurrenceExponent = userExponent;
      coOccurrenceMemory = memoryInBytes;
    }
    return coOccurrence;
  }
}
