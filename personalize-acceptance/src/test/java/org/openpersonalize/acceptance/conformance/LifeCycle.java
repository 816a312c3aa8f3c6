// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which statuses the resources of Amazon Personalize show, and which can come after which. */
public enum LifeCycle {
  /** What is created, rests, and is deleted. */
  RESOURCE(
      List.of(
          "datasetGroup",
          "eventTracker",
          "filter",
          "Filter",
          "metricAttribution",
          "solution",
          "campaign"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE > DELETE PENDING > DELETE IN_PROGRESS",
      "CREATE IN_PROGRESS > CREATE FAILED > DELETE PENDING"),
  DATASET(
      List.of("dataset"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE > DELETE PENDING > DELETE IN_PROGRESS",
      "CREATE IN_PROGRESS > CREATE FAILED > DELETE PENDING",
      "ACTIVE > UPDATE PENDING > UPDATE IN_PROGRESS > ACTIVE"),
  SOLUTION_VERSION(
      List.of("solutionVersion", "latestSolutionVersion"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE",
      "CREATE IN_PROGRESS > CREATE FAILED",
      "CREATE PENDING > CREATE STOPPED",
      "CREATE IN_PROGRESS > CREATE STOPPING > CREATE STOPPED"),
  RECOMMENDER(
      List.of("recommender"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE > DELETE PENDING > DELETE IN_PROGRESS",
      "CREATE IN_PROGRESS > CREATE FAILED > DELETE PENDING",
      "ACTIVE > STOP PENDING > STOP IN_PROGRESS > INACTIVE > DELETE PENDING",
      "INACTIVE > START PENDING > START IN_PROGRESS > ACTIVE"),
  JOB(
      List.of("datasetImportJob", "datasetExportJob", "batchInferenceJob", "batchSegmentJob"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE",
      "CREATE IN_PROGRESS > CREATE FAILED"),
  DATA_DELETION_JOB(
      List.of("dataDeletionJob"), "PENDING > IN_PROGRESS > COMPLETED", "IN_PROGRESS > FAILED"),
  UPDATE(
      List.of(
          "latestCampaignUpdate",
          "latestRecommenderUpdate",
          "latestSolutionUpdate",
          "latestDatasetUpdate"),
      "CREATE PENDING > CREATE IN_PROGRESS > ACTIVE > CREATE PENDING",
      "CREATE IN_PROGRESS > CREATE FAILED > CREATE PENDING"),
  /** What is there from the beginning. */
  CATALOGUE(List.of("recipe", "featureTransformation"), "ACTIVE");

  private final List<String> members;
  private final Map<String, Set<String>> next = new LinkedHashMap<>();

  /**
   * @param members the members of answers that have such a status; those of lists have an s at the end
   * @param ways each from one status to the next
   */
  LifeCycle(List<String> members, String... ways) {
    this.members = members;
    for (String way : ways) {
      String[] statuses = way.split(" > ");
      for (int n = 0; n < statuses.length; n++) {
        Set<String> after = next.computeIfAbsent(statuses[n], first -> new LinkedHashSet<>());
        if (n + 1 < statuses.length) {
          after.add(statuses[n + 1]);
        }
      }
    }
  }

  /** That of the member of an answer which has a status, such as {@code campaign} or {@code campaigns}. */
  static Optional<LifeCycle> ofMember(String member) {
    return Arrays.stream(values())
        .filter(cycle ->
            cycle.members.stream().anyMatch(of -> member.equals(of) || member.equals(of + "s")))
        .findFirst();
  }

  /** Is there such a status? */
  public boolean has(String status) {
    return next.containsKey(status);
  }

  /** Can one status be seen after another, whatever was missed in between? */
  public boolean leads(String from, String to) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> ahead = new ArrayDeque<>(next.getOrDefault(from, Set.of()));
    while (!ahead.isEmpty()) {
      String status = ahead.pop();
      if (reached.add(status)) {
        ahead.addAll(next.getOrDefault(status, Set.of()));
      }
    }
    return reached.contains(to);
  }
}
