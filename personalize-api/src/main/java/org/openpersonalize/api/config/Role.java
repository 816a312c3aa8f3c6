package org.openpersonalize.api.config;

/** What a process does for the service. Every process serves health and metrics, whatever its roles. */
public enum Role {
  /** Answers the API: control plane, events and recommendations. */
  GATEWAY,
  /** Runs the dataset import, export and deletion jobs. */
  IMPORT,
  /** Runs training and batch jobs. */
  TRAIN
}
