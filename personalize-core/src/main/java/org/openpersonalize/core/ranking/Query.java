// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.Profile;

/**
 * What a model is asked, in its own numbers: who asks, about which item, which items are to be put in order, and in what
 * situation. Models take of it what they are made for. Not thread-safe.
 */
public final class Query {
  /** Asked by nobody in particular. */
  public static final Query ANYBODY = of(Profile.EMPTY);

  private static final int NO_ITEM = -1;

  private final Profile profile;
  private final Supplier<History> order;
  private final int item;
  private final int @Nullable [] candidates;
  private final Map<String, String> context;
  private final RankingInfluence influence;
  private @Nullable History history;

  private Query(
      Profile profile,
      Supplier<History> order,
      int item,
      int @Nullable [] candidates,
      Map<String, String> context,
      RankingInfluence influence) {
    this.profile = profile;
    this.order = order;
    this.item = item;
    this.candidates = candidates;
    this.context = context;
    this.influence = influence;
  }

  /** A user of whom no order is known. */
  public static Query of(Profile profile) {
    return of(profile, () -> History.EMPTY);
  }

  /**
   * A user.
   *
   * @param profile what the events say together
   * @param history the same events in their order, made when a model first asks for it
   */
  public static Query of(Profile profile, Supplier<History> history) {
    return new Query(profile, history, NO_ITEM, null, Map.of(), RankingInfluence.NONE);
  }

  /** A user whose events' order is at hand. */
  public static Query of(Profile profile, History history) {
    return of(profile, () -> history);
  }

  /** The same, about an item. */
  public Query about(int seed) {
    return new Query(profile, order, seed, candidates, context, influence);
  }

  /** The same, to put these items in order; none may occur twice. */
  public Query among(int[] list) {
    return new Query(profile, order, item, list, context, influence);
  }

  /** The same, in a situation, such as {@code DEVICE → phone}. */
  public Query in(Map<String, String> situation) {
    return new Query(profile, order, item, candidates, Map.copyOf(situation), influence);
  }

  /** The same, where more than likeness decides. */
  public Query influenced(RankingInfluence by) {
    return new Query(profile, order, item, candidates, context, by);
  }

  /** The same, with what the events say of each item multiplied by its weight. */
  public Query weighed(float[] itemWeights) {
    return new Query(profile.weighed(itemWeights), order, item, candidates, context, influence);
  }

  /** The same user without the items from this number on. */
  public Query below(int items) {
    return profile.isEmpty() || profile.items()[profile.size() - 1] < items
        ? this
        : new Query(
            profile.below(items),
            () -> history().below(items),
            item,
            candidates,
            context,
            influence);
  }

  /** What the user's events say together; empty if nothing is known. */
  public Profile profile() {
    return profile;
  }

  /** What a model of items goes by: the item that it is about, alone, or else what the user had. */
  public Profile basis() {
    return hasItem() ? new Profile(new int[] {item}, new float[] {1}) : profile;
  }

  /** The items the user had, ascending. */
  public int[] seen() {
    return profile.items();
  }

  /** The user's events in their order; empty if nothing is known. */
  public History history() {
    if (history == null) {
      history = order.get();
    }
    return history;
  }

  /** Is it about an item? */
  public boolean hasItem() {
    return item != NO_ITEM;
  }

  /** The item it is about. */
  public int item() {
    if (!hasItem()) {
      throw new IllegalStateException("The query is about no item");
    }
    return item;
  }

  /** Are certain items to be put in order, and not the best of all to be found? */
  public boolean hasCandidates() {
    return candidates != null;
  }

  /** The items to be put in order. */
  public int[] candidates() {
    return Objects.requireNonNull(candidates, "The query has no list to rank");
  }

  /** What decides beside likeness, of items that are alike. */
  public RankingInfluence influence() {
    return influence;
  }

  /** The situation by the names of its columns; empty if nothing is known. */
  public Map<String, String> context() {
    return context;
  }
}
