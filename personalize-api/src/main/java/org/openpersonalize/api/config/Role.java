// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

/** What a process does for the service. Every process serves health and metrics, whatever its roles. */
public enum Role {
  /** Answers the API: control plane, events and recommendations. */
  GATEWAY,
  /** Runs the dataset import and deletion jobs. */
  IMPORT,
  /** Trains, at once and on schedule, deletes solutions, and deploys models in campaigns. */
  TRAIN
}
