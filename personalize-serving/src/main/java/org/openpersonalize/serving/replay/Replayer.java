// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Answering.Answerer;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.replay.RecordedRequest;
import org.springframework.stereotype.Component;

/** Goes through recorded requests once more, for users as they are now. */
@Component
public final class Replayer {
  /** So many histories are in memory at a time. */
  private static final int AT_A_TIME = 100;

  private final Answering answering;

  Replayer(Answering answering) {
    this.answering = answering;
  }

  /**
   * Hands out requests in their order, as long as there is time.
   *
   * @param requests that the deployment was asked
   */
  public void replay(
      Deployment deployment,
      List<RecordedRequest> requests,
      Duration longest,
      Consumer<ReplayedRequest> visitor) {
    long end = System.nanoTime() + longest.toNanos();
    for (int from = 0; from < requests.size() && isBefore(end); from += AT_A_TIME) {
      List<RecordedRequest> some =
          requests.subList(from, Math.min(requests.size(), from + AT_A_TIME));
      Answerer answerer = answering.forUsers(deployment, users(some));
      for (int index = 0; index < some.size() && isBefore(end); index++) {
        visitor.accept(new ReplayedRequest(some.get(index), answerer, from + index));
      }
    }
  }

  private static boolean isBefore(long end) {
    return System.nanoTime() - end < 0;
  }

  private static Set<String> users(List<RecordedRequest> requests) {
    return requests.stream()
        .map(RecordedRequest::userId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
