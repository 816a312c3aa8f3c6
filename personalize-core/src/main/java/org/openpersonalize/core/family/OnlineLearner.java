// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.function.IntUnaryOperator;

/**
 * Learns of events between trainings, beside the model it begins with, which stays as it is. Not thread-safe; what it
 * {@linkplain #at learned} is.
 */
public interface OnlineLearner {
  /**
   * Learns of an event; of one that it knows, nothing.
   *
   * @param item as the model numbers it, and further ones behind these
   * @param visitor the id of a user, or of the session of one who is not known
   */
  void learn(int item, String visitor, long epochMillis);

  /** What it has learned until a moment; later events are as if they had not come. The same object as before where nothing changed. */
  Learned at(long epochMillis);

  /** What was learned, fixed. */
  interface Learned {
    /**
     * The model at this moment, in a catalogue that begins as that of the first model.
     *
     * @param items of the catalogue
     * @param places which number each item has there that was learned of; less than 0 where it has none
     */
    Model among(int items, IntUnaryOperator places);
  }
}
