// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

/** What a job writes for a line that it reads. */
@FunctionalInterface
interface LineAnswer {
  /** The line of the answer, without its end; an error stands in it and is not thrown. */
  byte[] of(String line);
}
