// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.List;

/**
 * A language model that gives texts vectors, which are near each other where texts mean the same, in whatever words. It is no
 * part of this module: {@link TextEncoders} finds those that others bring.
 *
 * <p>Safe for any number of threads; a text has the same vector whatever is encoded beside it. It takes no memory to speak of
 * until it encodes something.
 */
public interface TextEncoder {
  /** By which it is chosen and a model says who encoded its texts; another model of language has another name. */
  String name();

  /** K, the length of the vectors. */
  int rank();

  /**
   * A vector of length one for each text, [texts][K].
   *
   * @param texts none of which is blank
   */
  float[][] encode(List<String> texts);
}
