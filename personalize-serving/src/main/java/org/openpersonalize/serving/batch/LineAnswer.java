// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.List;

/** What a job writes for the lines that it reads; safe for any number of threads. */
interface LineAnswer {
  /** How many lines to answer at once: more are faster, and their answers are in memory together. */
  int linesAtOnce();

  /** How many lines a file may have. */
  int mostLines();

  /** The lines of the answers, without their ends, one for each; an error stands in it and is not thrown. */
  List<byte[]> of(List<String> lines);
}
