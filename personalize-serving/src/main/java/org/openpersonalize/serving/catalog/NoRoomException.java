// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

/** Ends the reading of records that do not fit the memory. */
final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long bytes;

  /** @param bytes that those read so far take */
  NoRoomException(long bytes) {
    super("The records do not fit", null, false, false);
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }
}
