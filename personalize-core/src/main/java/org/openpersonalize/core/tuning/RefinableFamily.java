// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;

/** A family whose trained models can be tuned without training them again. */
public interface RefinableFamily {
  /**
   * A model and its parameters.
   *
   * @param parameters by which {@code model} is as if it were trained
   */
  record Refined(ModelParameters parameters, Model model) {}

  /**
   * The same model, or a better one.
   *
   * @param parameters what {@code model} was trained with
   * @throws java.util.concurrent.CancellationException if the task's progress was cancelled
   */
  Refined refine(ModelParameters parameters, Model model, Refinement task);
}
