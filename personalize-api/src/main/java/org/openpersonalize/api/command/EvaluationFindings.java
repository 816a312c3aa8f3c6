// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

/** What an evaluation found out, for programs and for people. */
sealed interface EvaluationFindings permits EvaluationResult, ContextResult {
  /** One object on one line. */
  String json();

  /** Lines in columns. */
  String table();
}
