package org.openpersonalize.core.recipe;

import java.util.Map;

/**
 * What a model of one family is trained with; immutable. It stands in the model's manifest, is what a search varies, and
 * what a user changes by name on the command line.
 */
public interface ModelParameters {
  /** The name of the family, such as {@code als}. */
  String family();

  /** Every setting by its name, in the order in which to read them; {@link #with} understands each. */
  Map<String, String> settings();

  /**
   * The same with one setting changed.
   *
   * @throws IllegalArgumentException saying what there is and what it may be, if there is no such setting or the value
   *     is out of its range
   */
  ModelParameters with(String name, String value);

  /** The same with a number in the place of every setting that follows from the data; it is no change to do so twice. */
  default ModelParameters fittedTo(TrainingData data) {
    return this;
  }

  /** A trainer that works by these. */
  Trainer<?> trainer();
}
