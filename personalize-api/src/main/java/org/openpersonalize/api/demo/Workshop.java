// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.openpersonalize.api.demo.Stages.Progress;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.DatasetImportJobSummary;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.personalize.model.SolutionVersionSummary;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the resources of the demo with the AWS SDK. What is there already is used as it is, so that the demo can run
 * again, and go on where it was stopped.
 */
final class Workshop {
  private static final Duration POLLING = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String ROLE = "arn:aws:iam::000000000000:role/demo";

  private final PersonalizeClient personalize;
  private final S3Client s3;
  private final String bucket;
  private final String account;

  /** @param account what the ARNs of the account's resources start with, up to and with its number */
  Workshop(PersonalizeClient personalize, S3Client s3, String bucket, String account) {
    this.personalize = personalize;
    this.s3 = s3;
    this.bucket = bucket;
    this.account = account;
  }

  /** Uploads a file and answers its location. */
  String upload(String key, InputStream content) throws IOException {
    s3.putObject(
        request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content.readAllBytes()));
    return "s3://%s/%s".formatted(bucket, key);
  }

  String datasetGroup(String name) {
    String arn = orExisting(
        () -> personalize.createDatasetGroup(request -> request.name(name)).datasetGroupArn(),
        "dataset-group/" + name);
    await(
        arn,
        () -> personalize
            .describeDatasetGroup(request -> request.datasetGroupArn(arn))
            .datasetGroup()
            .status());
    return arn;
  }

  String schema(String name, String avro) {
    return orExisting(
        () ->
            personalize.createSchema(request -> request.name(name).schema(avro)).schemaArn(),
        "schema/" + name);
  }

  String dataset(String groupArn, String type, String name, String schemaArn) {
    String group = groupArn.substring(groupArn.lastIndexOf('/') + 1);
    String arn = orExisting(
        () -> personalize
            .createDataset(request ->
                request.name(name).datasetGroupArn(groupArn).datasetType(type).schemaArn(schemaArn))
            .datasetArn(),
        "dataset/%s/%s".formatted(group, type.toUpperCase(Locale.ROOT)));
    await(
        arn,
        () -> personalize
            .describeDataset(request -> request.datasetArn(arn))
            .dataset()
            .status());
    return arn;
  }

  /** Imports a file unless an earlier import has succeeded. */
  void importOnce(String datasetArn, String name, String location) {
    List<DatasetImportJobSummary> earlier = personalize
        .listDatasetImportJobs(request -> request.datasetArn(datasetArn))
        .datasetImportJobs();
    if (earlier.stream().anyMatch(job -> job.status().equals("ACTIVE"))) {
      return;
    }
    String arn = earlier.stream()
        .filter(job -> job.status().startsWith("CREATE") && !job.status().equals("CREATE FAILED"))
        .map(DatasetImportJobSummary::datasetImportJobArn)
        .findFirst()
        .orElseGet(() -> personalize
            .createDatasetImportJob(request -> request
                .jobName(name + "-" + (earlier.size() + 1))
                .datasetArn(datasetArn)
                .dataSource(source -> source.dataLocation(location))
                .roleArn(ROLE))
            .datasetImportJobArn());
    await(arn, () -> {
      var job = personalize
          .describeDatasetImportJob(request -> request.datasetImportJobArn(arn))
          .datasetImportJob();
      return status(arn, job.status(), job.failureReason());
    });
  }

  /** Answers the tracking id. */
  String eventTracker(String groupArn, String name) {
    var existing = personalize
        .listEventTrackers(request -> request.datasetGroupArn(groupArn))
        .eventTrackers();
    String arn = existing.isEmpty()
        ? personalize
            .createEventTracker(request -> request.datasetGroupArn(groupArn).name(name))
            .eventTrackerArn()
        : existing.get(0).eventTrackerArn();
    return personalize
        .describeEventTracker(request -> request.eventTrackerArn(arn))
        .eventTracker()
        .trackingId();
  }

  String solution(String groupArn, String name, String recipe) {
    String arn = orExisting(
        () -> personalize
            .createSolution(request -> request
                .datasetGroupArn(groupArn)
                .name(name)
                .recipeArn("arn:aws:personalize:::recipe/" + recipe)
                .performAutoTraining(false))
            .solutionArn(),
        "solution/" + name);
    await(
        arn,
        () -> personalize
            .describeSolution(request -> request.solutionArn(arn))
            .solution()
            .status());
    return arn;
  }

  /** Trains a version unless there is one, and answers its ARN. */
  String trainOnce(String solutionArn, Progress progress) {
    List<SolutionVersionSummary> earlier = personalize
        .listSolutionVersions(request -> request.solutionArn(solutionArn))
        .solutionVersions();
    String arn = earlier.stream()
        .filter(version -> !version.status().equals("CREATE FAILED"))
        .map(SolutionVersionSummary::solutionVersionArn)
        .findFirst()
        .orElseGet(() -> personalize
            .createSolutionVersion(request -> request.solutionArn(solutionArn))
            .solutionVersionArn());
    await(arn, () -> {
      progress.show(0.5, "training");
      var version = personalize
          .describeSolutionVersion(request -> request.solutionVersionArn(arn))
          .solutionVersion();
      return status(arn, version.status(), version.failureReason());
    });
    return arn;
  }

  String campaign(String name, String versionArn) {
    String arn = orExisting(
        () -> personalize
            .createCampaign(request -> request.name(name).solutionVersionArn(versionArn))
            .campaignArn(),
        "campaign/" + name);
    await(arn, () -> {
      var campaign =
          personalize.describeCampaign(request -> request.campaignArn(arn)).campaign();
      return status(arn, campaign.status(), campaign.failureReason());
    });
    return arn;
  }

  private String orExisting(Supplier<String> create, String resource) {
    try {
      return create.get();
    } catch (ResourceAlreadyExistsException e) {
      return account + resource;
    }
  }

  private static String status(String arn, String status, String failureReason) {
    if (status.equals("CREATE FAILED")) {
      throw new IllegalStateException("%s failed: %s".formatted(arn, failureReason));
    }
    return status;
  }

  private static void await(String arn, Supplier<String> status) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = status.get();
    while (!last.equals("ACTIVE")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("%s is still %s after %s".formatted(arn, last, PATIENCE));
      }
      try {
        Thread.sleep(POLLING.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for " + arn, e);
      }
      last = status.get();
    }
  }
}
