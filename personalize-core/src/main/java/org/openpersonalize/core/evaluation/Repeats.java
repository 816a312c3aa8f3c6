// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

/** What becomes of items that a user was given. */
public enum Repeats {
  /** They are not recommended. */
  LEFT_OUT,

  /** They are candidates like all others, by their scores as they are. */
  ALLOWED,

  /** They are candidates whose scores are moved by what validation users showed, as the service does. */
  CALIBRATED
}
