// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import tools.jackson.databind.json.JsonMapper;

/** A shop that has files answered by jobs of both kinds, one after the other, and knows which lines must be there. */
final class ShopOfLines extends Shop implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROLE = "arn:aws:iam::000000000000:role/shop";
  private static final String ACCOUNT = "arn:aws:personalize:us-east-1:000000000000:";
  private static final int FILES = 3;
  private static final int USERS = 2_000;
  private static final int ITEMS = 500;

  /** Of which so many are theirs: few, since it is not the training that is killed. */
  private static final int PURCHASES = 40_000;

  /** Items of a user, and users of an item: so many that the answers to a file are several parts of an object. */
  private static final int ITEMS_OF_A_USER = 200;

  private static final int USERS_OF_AN_ITEM = 2_000;

  private final String personal;
  private final String affinity;

  /** Makes all resources, and trains a model of each kind. */
  ShopOfLines(ServiceProcess service) {
    super(service, "lines");
    String interactions = createDataset("Interactions", """
        {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
         "fields": [{"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
           {"name": "TIMESTAMP", "type": "long"}]}
        """);
    List<String> purchases = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
    IntStream.range(0, PURCHASES)
        .mapToObj(Purchase::number)
        .filter(ShopOfLines::isOurs)
        .map(row -> "%s,%s,%d".formatted(row.userId(), row.itemId(), row.second()))
        .forEach(purchases::add);
    importFile(interactions, "lines", ImportMode.FULL, upload("interactions.csv", purchases));
    personal = createVersion(createSolution("lines-personal", "aws-user-personalization"));
    affinity = createVersion(createSolution("lines-affinity", "aws-item-affinity"));
    awaitVersion(personal);
    awaitVersion(affinity);
    for (int file = 0; file < FILES; file++) {
      upload("users/%02d.json".formatted(file), users(file));
      upload("items/%02d.json".formatted(file), items(file));
    }
  }

  private static boolean isOurs(Purchase purchase) {
    return number(purchase.userId()) < USERS && number(purchase.itemId()) < ITEMS;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  private static List<String> users(int file) {
    return IntStream.range(0, USERS)
        .mapToObj(n -> "{\"userId\":\"user-%d\"}".formatted((file * 389 + n) % USERS))
        .toList();
  }

  private static List<String> items(int file) {
    return IntStream.range(0, ITEMS)
        .mapToObj(n -> "{\"itemId\":\"%s\"}".formatted(Purchase.item((file * 71 + n) % ITEMS)))
        .toList();
  }

  /** Jobs that answer users. */
  RepeatedJob inference() {
    return new RepeatedJob(new RepeatedJob.Kind(
        FILES * USERS,
        round -> personalize.createBatchInferenceJob(job -> job.jobName(name(round))
            .solutionVersionArn(personal)
            .numResults(ITEMS_OF_A_USER)
            .roleArn(ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(location("users/"))))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(output(round, "users"))))),
        round -> ACCOUNT + "batch-inference-job/" + name(round),
        arn -> personalize
            .describeBatchInferenceJob(job -> job.batchInferenceJobArn(arn))
            .batchInferenceJob()
            .status(),
        round -> requireAll(output(round, "users"), ShopOfLines::users)));
  }

  /** Jobs that find users for items. */
  RepeatedJob segments() {
    return new RepeatedJob(new RepeatedJob.Kind(
        FILES * ITEMS,
        round -> personalize.createBatchSegmentJob(job -> job.jobName(name(round))
            .solutionVersionArn(affinity)
            .numResults(USERS_OF_AN_ITEM)
            .roleArn(ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(location("items/"))))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(output(round, "items"))))),
        round -> ACCOUNT + "batch-segment-job/" + name(round),
        arn -> personalize
            .describeBatchSegmentJob(job -> job.batchSegmentJobArn(arn))
            .batchSegmentJob()
            .status(),
        round -> requireAll(output(round, "items"), ShopOfLines::items)));
  }

  private static String name(int round) {
    return "lines-" + round;
  }

  private String output(int round, String kind) {
    return location("answers-%d/%s/".formatted(round, kind));
  }

  private void requireAll(String output, IntFunction<List<String>> lines) {
    for (int file = 0; file < FILES; file++) {
      assertThat(asked(output + "%02d.json.out".formatted(file))).isEqualTo(lines.apply(file));
    }
  }

  /** What the lines of an answer say that they answer. */
  private List<String> asked(String location) {
    return read(location)
        .lines()
        .map(line -> JSON.readTree(line).path("input").toString())
        .toList();
  }

  @Override
  public void close() {
    personalize.close();
    s3.close();
  }
}
