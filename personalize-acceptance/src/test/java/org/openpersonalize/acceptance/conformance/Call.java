// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How a call ended.
 *
 * @param test who called, the simple name of a class
 * @param outcome {@link #ANSWERED}, {@link #FAULT}, or the error's code
 * @param detail what is wrong with an answer, or what the error says, without the names in it
 */
record Call(String test, String operation, String outcome, String detail) {
  static final String ANSWERED = "answered";
  static final String FAULT = "fault";

  static Call answered(String test, String operation) {
    return new Call(test, operation, ANSWERED, "");
  }

  static Call faulty(String test, String operation, String fault) {
    return new Call(test, operation, FAULT, fault);
  }

  static Call refused(String test, String operation, AwsServiceException why) {
    return new Call(
        test,
        operation,
        why.awsErrorDetails().errorCode(),
        String.valueOf(why.awsErrorDetails().errorMessage())
            .replaceAll("arn:\\S+", "<arn>")
            .replaceAll("\\d+", "0"));
  }

  boolean isAnswered() {
    return outcome.equals(ANSWERED);
  }

  boolean isFaulty() {
    return outcome.equals(FAULT);
  }

  /** How it was refused, whoever called; empty if it was not. */
  Optional<String> refusal() {
    return isAnswered() || isFaulty() ? Optional.empty() : Optional.of(outcome + ": " + detail);
  }

  /** One line, which {@link #parse} reads. */
  String line() {
    return String.join("\t", test, operation, outcome, detail.replaceAll("\\s+", " "));
  }

  static Call parse(String line) {
    String[] cells = line.split("\t", 4);
    return new Call(cells[0], cells[1], cells[2], cells[3]);
  }
}
