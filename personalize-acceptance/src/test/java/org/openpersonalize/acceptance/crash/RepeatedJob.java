// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;

/** A batch job of one kind, and another of the same when it has ended, each of which has to answer every line once. */
final class RepeatedJob {
  private final Kind kind;
  private int round;
  private int interruptions;

  /**
   * What there is to do.
   *
   * @param lines of a job
   * @param create creates the job of a round
   * @param arn of the job of a round
   * @param status of the job with an ARN
   * @param requireAll compares what the job of a round has written with what it must have
   */
  record Kind(
      int lines,
      IntConsumer create,
      IntFunction<String> arn,
      Function<String, String> status,
      IntConsumer requireAll) {}

  RepeatedJob(Kind kind) {
    this.kind = kind;
  }

  /** The ARN of the job that was started last. */
  String arn() {
    return kind.arn().apply(round);
  }

  /** Starts a job unless one is under way. */
  void keepUnderWay() {
    if (round > 0 && isUnderWay()) {
      return;
    }
    if (round > 0) {
      requireAll();
    }
    round++;
    try {
      Patience.insist(() -> {
        kind.create().accept(round);
        return round;
      });
    } catch (ResourceAlreadyExistsException theAnswerWasLost) {
      // It is there, which is all that was wanted.
    }
  }

  boolean isUnderWay() {
    return List.of("CREATE PENDING", "CREATE IN_PROGRESS").contains(status());
  }

  private String status() {
    return Patience.insist(() -> kind.status().apply(arn()));
  }

  /** Notes a kill, which has interrupted these jobs. */
  void killed(List<String> running) {
    interruptions += running.contains(arn()) ? 1 : 0;
  }

  /** How many lines each job of this kind has. */
  int lines() {
    return kind.lines();
  }

  /** How often a job of this kind was interrupted. */
  int interruptions() {
    return interruptions;
  }

  /** Waits until the last job has ended. */
  void finish() {
    Patience.await("an end of " + arn(), () -> !isUnderWay());
    requireAll();
  }

  private void requireAll() {
    assertThat(status()).as(arn()).isEqualTo("ACTIVE");
    kind.requireAll().accept(round);
  }
}
