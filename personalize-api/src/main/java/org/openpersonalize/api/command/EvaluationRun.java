// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;

/** An evaluation, told everything it needs. */
sealed interface EvaluationRun permits ModelEvaluation, ColdItemEvaluation, ContextEvaluation {
  /**
   * Reads, splits, trains and asks.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException if a file is not as it should be
   */
  EvaluationFindings run() throws IOException;
}
