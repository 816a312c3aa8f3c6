// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Ranker.Ranked;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.Wish;

/**
 * How an item comes to its place in an answer, or to none in it.
 *
 * @param basis what the order of the items goes by
 * @param candidate the item among all others; null if the model does not know it
 */
public record Explanation(Basis basis, @Nullable Candidate candidate) {

  /** What the order of the items goes by. */
  public enum Basis {
    /** What the user did. */
    HISTORY,
    /** How popular they are, since nothing that counts is known of the user. */
    STRANGER,
    /** The same for every user, whatever they did. */
    EVERYBODY,
    /** What goes with the item that was asked about. */
    RELATED,
    /** How popular they are, since nothing is known to go with the item that was asked about. */
    UNRELATED
  }

  /**
   * An item that the model knows.
   *
   * @param isLearned had anybody taken it when the model was trained, or is it placed by its record?
   * @param score what the model says
   * @param relations what makes it go with the item that was asked about; none where nobody asked about one. They are not among the
   *     score's contributions, and what they add not in its remainder
   * @param seenOffset what is added to the score since the user had the item; null if the user had not
   * @param probability what an answer calls its score; null where there are none
   */
  public record Candidate(
      boolean isLearned,
      Score score,
      List<Relation> relations,
      @Nullable Double seenOffset,
      @Nullable Double probability,
      Place place) {}

  /**
   * A score on the model's own scale, and what it consists of. Contributions and remainder together are the value, within 1e-4
   * of the user's greatest score.
   *
   * @param contributions of the events that the model goes by, the greatest first; less than 0 where one speaks against
   * @param remainder what belongs to no event, such as what the situation adds
   */
  public record Score(double value, List<Contribution> contributions, double remainder) {
    public Score {
      contributions = List.copyOf(contributions);
    }
  }

  /** What an event adds to a score. Events with one item have its amount by what each of them counts. */
  public record Contribution(PastEvent event, double amount) {}

  /**
   * A place in the order of all items.
   *
   * @param score by which the place is found: the model's and the seen offset
   * @param rank 1 for the best of those that may be shown; null for an item that may not
   * @param isShown is it promoted, or among as many others as are to be shown?
   * @param promoted how many places are promoted ones
   * @param lastShown the score of the last one that is shown and not promoted; null if none is
   */
  public record Place(
      double score,
      @Nullable Integer rank,
      boolean isShown,
      int promoted,
      @Nullable Double lastShown) {

    /**
     * The place under a wish.
     *
     * @param all every item of the catalogue in its order
     * @param item one of them
     */
    static Place of(Ranked all, int item, Wish wish) {
      BitSet promoted = promoted(all, wish);
      int left = wish.numResults() - promoted.cardinality();
      int own = all.place(item);
      int rank = 1;
      int others = 0;
      boolean isShown = promoted.get(item);
      @Nullable Double lastShown = null;
      for (int place = 0; place < all.size(); place++) {
        int each = all.items()[place];
        if (wish.filter().allows(each)) {
          rank += place < own ? 1 : 0;
          if (!promoted.get(each) && others++ < left) {
            lastShown = (double) all.scores()[place];
            isShown |= each == item;
          }
        }
      }
      return new Place(
          all.scores()[own],
          wish.filter().allows(item) ? rank : null,
          isShown,
          promoted.cardinality(),
          lastShown);
    }

    /** The best of those that are promoted, as many as there are places for. */
    private static BitSet promoted(Ranked all, Wish wish) {
      BitSet promoted = new BitSet();
      Promotion promotion = wish.promotion();
      if (promotion != null) {
        Arrays.stream(all.items())
            .filter(promotion.filter()::allows)
            .limit(promotion.places(wish.numResults()))
            .forEach(promoted::set);
      }
      return promoted;
    }
  }
}
