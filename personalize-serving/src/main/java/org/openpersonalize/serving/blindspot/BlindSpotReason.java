// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import org.openpersonalize.serving.exploration.Unexplored;

/** Why an item is not shown; what is told of an item is the first of these that holds. */
public enum BlindSpotReason {
  /** The live model does not know it. */
  ARRIVED_AFTER_TRAINING(
      "It came after the live version was trained, which does not know it.",
      "Train a new version and put it live."),

  /** The model knows nothing but its id, though there are interactions with it. */
  UNCOUNTED_INTERACTIONS(
      "It has interactions, but none that counted when the live version was trained: they came later, are of a kind that the solution does not count, or are behind the newest 500 of their users.",
      "Train a new version and put it live. What is still here then has no interactions that count."),

  /** The model knows nothing but its id, and nothing is explored. */
  NEVER_TAKEN(
      "Nobody has taken it, nothing says where it belongs, and the campaign explores nothing.",
      "Give it categories, numbers or a text in the Items dataset and train a new version of a recipe for users, or have the campaign explore with an explorationWeight."),

  /** As before, though the campaign explores: nobody says how old it is. */
  NO_CREATION_TIMESTAMP(
      "Nobody has taken it, nothing says where it belongs, and it is not explored, since its record does not say when it was created.",
      "Give it a CREATION_TIMESTAMP if it is new, or categories, numbers or a text, and train a new version."),

  /** As before: it is too old. */
  TOO_OLD(
      "Nobody has taken it, nothing says where it belongs, and it is too old to be explored.",
      "Give it categories, numbers or a text in the Items dataset and train a new version, or raise the explorationItemAgeCutOff of the campaign."),

  /** As before: there are too many newer ones. */
  TOO_MANY_NEW(
      "There are more new items than are explored at a time, and it is not among the newest.",
      "Train a new version and put it live."),

  /** Each of the replayed requests had a filter that keeps it out. */
  FILTERED(
      "The filters of all requests that were replayed keep it out.",
      "See whether the filters say what is meant, or change what the record of the item says."),

  /** It was in none of the answers, and might have been. */
  NOT_SHOWN(
      "It can be shown, and others came before it in all requests that were replayed.",
      "Nothing is wrong. A promotion, or more exploration, shows more of the catalogue.");

  private final String meaning;
  private final String remedy;

  BlindSpotReason(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Why an item that nobody has taken, and of which nothing was learned, is not shown either by being explored. */
  static BlindSpotReason of(Unexplored why) {
    return switch (why) {
      case NOTHING_IS -> NEVER_TAKEN;
      case UNDATED -> NO_CREATION_TIMESTAMP;
      case TOO_OLD -> TOO_OLD;
      case TOO_MANY -> TOO_MANY_NEW;
    };
  }

  /** What it says of an item, as a sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }

  /** Does it keep the item from ever being shown, as long as nothing changes? */
  public boolean isForGood() {
    return this != NOT_SHOWN;
  }
}
