// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of resources that this service keeps or names. */
public enum ResourceType {
  ALGORITHM("algorithm", false),
  BATCH_INFERENCE_JOB("batch-inference-job", true),
  BATCH_SEGMENT_JOB("batch-segment-job", true),
  CAMPAIGN("campaign", true),
  DATA_DELETION_JOB("data-deletion-job", true),
  DATASET("dataset", true),
  DATASET_EXPORT_JOB("dataset-export-job", true),
  DATASET_GROUP("dataset-group", true),
  DATASET_IMPORT_JOB("dataset-import-job", true),
  EVENT_TRACKER("event-tracker", true),
  FEATURE_TRANSFORMATION("feature-transformation", false),
  FILTER("filter", true),
  METRIC_ATTRIBUTION("metric-attribution", false),
  RECIPE("recipe", false),
  RECOMMENDER("recommender", true),
  SCHEMA("schema", false),
  SOLUTION("solution", true),
  /** Its ARNs are those of its solution with an id behind. */
  SOLUTION_VERSION("solution", true);

  private final String wire;
  private final boolean taggable;

  ResourceType(String wire, boolean taggable) {
    this.wire = wire;
    this.taggable = taggable;
  }

  /** How ARNs spell it, for example {@code dataset-import-job}. */
  public String wire() {
    return wire;
  }

  public boolean isTaggable() {
    return taggable;
  }

  /** The member that names such a resource in requests and answers, for example {@code datasetImportJobArn}. */
  public String arnMember() {
    StringBuilder member = new StringBuilder();
    for (String word : name().split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      member.append(member.isEmpty() ? lower : word.charAt(0) + lower.substring(1));
    }
    return member.append("Arn").toString();
  }

  /** The type whose ARNs stand in this member. */
  public static ResourceType ofArnMember(String member) {
    return Arrays.stream(values())
        .filter(type -> type.arnMember().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No resource goes by " + member));
  }

  static Optional<ResourceType> of(String wire, String id) {
    if (wire.equals(SOLUTION.wire) && id.contains("/")) {
      return Optional.of(SOLUTION_VERSION);
    }
    return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
