// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.limit;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * Lets few in at a time, so that what takes long and a database connection leaves enough of both to all others, however often it
 * is asked for.
 */
public final class Turnstile {
  private static final int PLACES = 2;

  private final Semaphore places = new Semaphore(PLACES);
  private final String what;

  /** @param what goes on inside, in the plural */
  public Turnstile(String what) {
    this.what = what;
  }

  /**
   * Does the work if there is a place.
   *
   * @throws PersonalizeException {@link ErrorCode#LIMIT_EXCEEDED} if there is none
   */
  public <T> T admit(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "%d %s are under way on this node already: wait until one of them has been answered"
              .formatted(PLACES, what));
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
