// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

/**
 * What was asked in some time.
 *
 * @param latencies of answers that are no errors
 * @param clientErrors requests that could not be answered as they were (HTTP 4xx)
 * @param serverErrors requests that should have been answered (HTTP 5xx)
 */
public record Traffic(Latencies latencies, long clientErrors, long serverErrors) {
  public static final Traffic NONE = new Traffic(Latencies.NONE, 0, 0);

  public Traffic plus(Traffic other) {
    return new Traffic(
        latencies.plus(other.latencies),
        clientErrors + other.clientErrors,
        serverErrors + other.serverErrors);
  }

  /** What has come to the other since it was counted. */
  public Traffic minus(Traffic other) {
    return new Traffic(
        latencies.minus(other.latencies),
        clientErrors - other.clientErrors,
        serverErrors - other.serverErrors);
  }

  public long errors() {
    return clientErrors + serverErrors;
  }

  /** Answers and errors. */
  public long requests() {
    return latencies.count() + errors();
  }
}
