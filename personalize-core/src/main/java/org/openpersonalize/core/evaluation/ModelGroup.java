// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.List;
import org.openpersonalize.core.ranking.Query;

/** Several models that are asked together, because their scores have much in common. */
public interface ModelGroup {
  /** How many models there are. */
  int size();

  /** How many items each of them scores. */
  int itemCount();

  /**
   * What one thread asks with.
   *
   * @param users asked at a time, at most
   */
  Worker worker(int users);

  /** Asks some users at a time; not thread-safe. */
  interface Worker {
    /** Does what the models have in common for these users. */
    void ask(List<Query> queries);

    /**
     * What one model scores.
     *
     * @param member which model
     * @param user which of the users asked last
     * @return [at least items]; kept until the next call, may be written into, and then not be asked for again
     */
    float[] scores(int member, int user);
  }
}
