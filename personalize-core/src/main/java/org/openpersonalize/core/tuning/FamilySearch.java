// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.Optional;

/** The search among the parameters of one family. */
public interface FamilySearch {
  /** The best candidate, empty if the budget left no room for any. */
  Optional<? extends Candidate<?>> run();
}
