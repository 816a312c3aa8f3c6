// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.limit;

import java.util.function.ToIntFunction;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Whether there is room for one more of something.
 *
 * @param used how many there are
 * @param limit how many there may be
 * @param sentence what to say if there is none; {@code %d} stands for the limit
 */
public record Quota(long used, ToIntFunction<Limits> limit, String sentence) {
  /** Of jobs of a kind that are pending or running. */
  public static Quota ofJobsUnderWay(long used, ToIntFunction<Limits> limit) {
    return new Quota(used, limit, "More than %d resources with PENDING or IN_PROGRESS status.");
  }

  /**
   * Checks that it is not used up.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#LIMIT_EXCEEDED} if it is
   */
  public void requireRoom(Limits limits) {
    int most = limit.applyAsInt(limits);
    if (used >= most) {
      throw ErrorCode.LIMIT_EXCEEDED.because(sentence.formatted(most));
    }
  }
}
