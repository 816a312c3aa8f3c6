// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

/** Which workers do a job; each role has a queue of its own. */
public enum JobRole {
  IMPORT("import_task"),
  TRAIN("train_task"),
  /**
   * What takes a moment and must not wait behind an import or a training: models that are ready are brought to where they
   * answer, and what is but a row is deleted. Done by the nodes that train.
   */
  DEPLOY("deploy_task"),
  /** What writes files, for hours if they are long: answers to the lines of others, and datasets. Done by the nodes that train. */
  BATCH("batch_task");

  private final String table;

  JobRole(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }
}
