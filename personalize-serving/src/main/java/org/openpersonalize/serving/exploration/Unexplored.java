// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

/** Why an item of which nothing was learned is not explored. */
public enum Unexplored {
  /** Nothing is explored. */
  NOTHING_IS,
  /** The model knows it, and nobody says when it was created. */
  UNDATED,
  /** It was created too long before the newest interaction. */
  TOO_OLD,
  /** There are newer ones, of which only so many are explored. */
  TOO_MANY
}
