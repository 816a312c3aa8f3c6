// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the score of an item that goes with another: one way in which a model knows that.
 *
 * @param amount what it adds to the score
 * @param met how often both were taken together; null where that is not what they are compared by, or where the model has weighed those
 *     who took both and not counted them
 * @param cosine of the vectors by which they are compared; null where there are none
 * @param shared what the records of both say
 */
public record Relation(
    Kind kind,
    double amount,
    @Nullable Meetings met,
    @Nullable Double cosine,
    List<Shared> shared) {

  /** What two items may have in common. */
  public enum Kind {
    /** Those who took them. */
    USERS,
    /** Kinds of users who take them, whether or not anybody took both. */
    FACTORS,
    /** What their records say. */
    ATTRIBUTES,
    /** What their texts say. */
    TEXTS,
    /** What a model does not tell. */
    UNTOLD
  }

  /**
   * Of two items, in the histories or the baskets that a model has counted.
   *
   * @param together in how many both are
   * @param about in how many the item is that is asked about
   * @param other in how many the other one is
   */
  public record Meetings(int together, int about, int other) {
    /** How many times as often they meet as they would by chance, of so many histories or baskets. */
    public double lift(long all) {
      return (double) together * all / ((double) about * other);
    }
  }

  /**
   * What the records of both items say.
   *
   * @param column of the Items dataset; null where it is in any of their texts
   * @param value the category or the word; null where they have numbers that are near each other
   * @param amount its part of the amount
   */
  public record Shared(@Nullable String column, @Nullable String value, double amount) {
    private Shared times(double scale) {
      return new Shared(column, value, scale * amount);
    }
  }

  public Relation {
    shared = List.copyOf(shared);
  }

  /** Of those who took both. */
  public static Relation ofUsers(double amount, @Nullable Meetings met) {
    return new Relation(Kind.USERS, amount, met, null, List.of());
  }

  /** Of vectors; the amount is their cosine. */
  public static Relation ofCosine(Kind kind, double cosine) {
    return new Relation(kind, cosine, null, cosine, List.of());
  }

  /** Of records. */
  public static Relation ofAttributes(double amount, List<Shared> shared) {
    return new Relation(Kind.ATTRIBUTES, amount, null, null, shared);
  }

  /** Of a model that does not say. */
  public static Relation untold(double amount) {
    return new Relation(Kind.UNTOLD, amount, null, null, List.of());
  }

  /** The same where the score is multiplied. */
  public Relation times(double scale) {
    return new Relation(
        kind,
        scale * amount,
        met,
        cosine,
        shared.stream().map(each -> each.times(scale)).toList());
  }

  /** The same with what the texts of both say; their amounts are parts of the cosine. */
  public Relation sharing(List<Shared> words) {
    double scale = cosine == null || cosine == 0 ? 0 : amount / cosine;
    return new Relation(
        kind, amount, met, cosine, words.stream().map(each -> each.times(scale)).toList());
  }
}
