// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import org.openpersonalize.core.resource.Arn;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The memory that the models of a node may take together. It is asked for before a model is read, so that what does not fit is
 * refused, and nobody runs out of heap. Of an ARN that changes its model both count until the old one is let go.
 */
@Component
public final class ModelMemory {
  private final long limit;
  private long taken;

  ModelMemory(ModelSettings settings) {
    this.limit = settings.bytes();
  }

  /** How much there is, in bytes. */
  public long limit() {
    return limit;
  }

  /** How much is taken, in bytes. */
  public synchronized long taken() {
    return taken;
  }

  /** Takes so much; false, and nothing has changed, if there is not enough left. */
  synchronized boolean take(long bytes) {
    if (!fits(taken, bytes)) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Gives back what was taken. */
  synchronized void release(long bytes) {
    taken -= bytes;
  }

  /** Is there room for so much beside what others take? */
  public boolean fits(long others, long bytes) {
    return others + bytes <= limit;
  }

  /**
   * Says that a model does not fit, and what to do.
   *
   * @param others what the models beside it take, in bytes
   */
  public String refusal(Arn trained, long needed, long others) {
    return "The model of %s takes %s of memory, and of the %s that models may take %s are taken by those that are deployed. Set personalize.model.memory to %s or more and give the process a heap (-Xmx) twice as large, delete a campaign or stop a recommender, or train a smaller model."
        .formatted(
            trained,
            megabytes(needed),
            megabytes(limit),
            megabytes(others),
            megabytes(others + needed));
  }

  /** Rounded up, as the setting spells it. */
  private static String megabytes(long bytes) {
    long megabyte = DataSize.ofMegabytes(1).toBytes();
    return (bytes + megabyte - 1) / megabyte + "MB";
  }
}
