// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.Range;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;

/**
 * Within which ranges a recipe's knobs may be searched. What no knob names a family searches as it likes.
 *
 * @param ranges by knob, in the order of the recipe
 */
public record SearchSpace(Map<Hyperparameter, Range> ranges) {
  /** No knob is bound. */
  public static final SearchSpace FREE = new SearchSpace(Map.of());

  public SearchSpace {
    ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
  }

  /** The bounds of a knob of whole numbers, empty if it has none. */
  public Optional<Whole> whole(Hyperparameter knob) {
    return range(knob).map(Whole.class::cast);
  }

  /** The bounds of a knob of real numbers, empty if it has none. */
  public Optional<Real> real(Hyperparameter knob) {
    return range(knob).map(Real.class::cast);
  }

  /** Are there bounds of this knob? */
  public boolean has(Hyperparameter knob) {
    return range(knob).isPresent();
  }

  private Optional<Range> range(Hyperparameter knob) {
    return ranges.entrySet().stream()
        .filter(each -> each.getKey().is(knob))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
