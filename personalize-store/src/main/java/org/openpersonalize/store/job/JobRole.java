package org.openpersonalize.store.job;

/** Which workers do a job; each role has a queue of its own. */
public enum JobRole {
  IMPORT("import_task"),
  TRAIN("train_task"),
  /**
   * What must not wait behind a training: models that are ready are brought to where they answer. Done by the nodes that
   * train.
   */
  DEPLOY("deploy_task");

  private final String table;

  JobRole(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }
}
