// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.List;
import java.util.Optional;

/** A family whose models are made of other families' models. */
public interface CombiningFamily {
  /**
   * The best combination, empty if none is clearly better than the best of what it is made of.
   *
   * @param finalists the best of each other family
   */
  Optional<? extends Candidate<?>> combine(Session session, List<Candidate<?>> finalists);
}
