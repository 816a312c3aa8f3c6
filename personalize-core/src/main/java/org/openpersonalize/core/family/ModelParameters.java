// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.Map;
import org.openpersonalize.core.training.TrainingData;

/**
 * What a model of one family is trained with; immutable. It stands in the model's manifest, is what a search varies, and
 * what a user changes by name on the command line.
 */
public interface ModelParameters {
  /** What they are parameters of. */
  ModelFamily<?, ?> family();

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

  /** Does a model by these answer one user otherwise than another? */
  default boolean isPersonal() {
    return true;
  }

  /** Is a model by these the popularity that every model has beside it anyway? */
  default boolean isBaseline() {
    return false;
  }

  /**
   * Does a model by these look at the order of a history? Then it learns nothing where everything happened at once; and it scores
   * the higher the more it has met of a history, so that a blend must bring its scores to one scale for all users alike.
   */
  default boolean isSequential() {
    return false;
  }

  /** A trainer that works by these. */
  Trainer<?> trainer();
}
