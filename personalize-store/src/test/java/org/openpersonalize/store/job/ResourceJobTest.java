// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.testing.Announcements;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A new kind of job is one class and its registration: what is in this file. */
@SpringBootTest(classes = StoreTestConfiguration.class)
@Import(ResourceJobTest.Preparation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResourceJobTest {
  /** Prepares a dataset group, as its name says. */
  static class Preparation extends CreationJob<DatasetGroup> {
    final List<String> ended = new ArrayList<>();
    Runnable meanwhile = () -> {};

    Preparation(DatasetGroupRepository groups, Means means) {
      super(JobType.DELETE_DATASET_GROUP, groups, means);
    }

    @Override
    protected void work(DatasetGroup group, Run run) throws JobRefused {
      meanwhile.run();
      switch (group.name()) {
        case "good" -> run.complete(row -> row.become(Status.ACTIVE, Instant.now()));
        case "refused" -> throw new JobRefused("it is too small");
        case "invalid" -> throw ErrorCode.INVALID_INPUT.because("it is not valid");
        default -> throw new IllegalStateException("the disk is full");
      }
    }

    @Override
    protected String refusal(DatasetGroup group, Exception refused) {
      return "Cannot prepare: " + refused.getMessage();
    }

    @Override
    protected String gaveUp(Throwable error) {
      return "Gave up: " + error.getMessage();
    }

    @Override
    protected void ended(String outcome, Duration elapsed) {
      ended.add(outcome);
    }
  }

  @Autowired
  Preparation preparation;

  @Autowired
  DatasetGroupRepository groups;

  @Autowired
  Resources resources;

  @Autowired
  Runs runs;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  ChangeFeed feed;

  @BeforeEach
  void empty() {
    preparation.ended.clear();
    preparation.meanwhile = () -> {};
  }

  @Test
  void it_is_begun_and_completed() {
    Arn good = group("good");
    preparation.meanwhile =
        () -> assertThat(groups.get(good).status()).isEqualTo(Status.CREATE_IN_PROGRESS);

    preparation.run(good);

    assertThat(groups.get(good).status()).isEqualTo(Status.ACTIVE);
    assertThat(preparation.ended).containsExactly("success");
    assertNobodyIsAtWork();
  }

  @Test
  void its_beginning_and_its_end_are_announced() throws Exception {
    Announcements announcements = new Announcements(feed);
    for (String name : List.of("good", "refused")) {
      Arn group = announcements.expectOf(() -> group(name));
      announcements.expect(2, group, () -> preparation.run(group));
    }
  }

  @Test
  void what_is_done_already_is_not_done_again() {
    Arn good = group("good");
    preparation.run(good);
    preparation.run(good);

    assertThat(preparation.ended).hasSize(1);
  }

  @Test
  void it_fails_with_what_its_refusal_is_called() {
    Arn refused = group("refused");
    Arn invalid = group("invalid");
    preparation.run(refused);
    preparation.run(invalid);

    assertThat(groups.get(refused).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(groups.get(refused).failureReason()).isEqualTo("Cannot prepare: it is too small");
    assertThat(groups.get(invalid).failureReason()).isEqualTo("Cannot prepare: it is not valid");
    assertThat(preparation.ended).containsExactly("refused", "refused");
    assertNobodyIsAtWork();
  }

  @Test
  void an_unexpected_failure_is_for_the_queue_until_it_is_given_up() {
    Arn bad = group("bad");

    assertThatThrownBy(() -> preparation.run(bad)).hasMessage("the disk is full");
    assertThat(groups.get(bad).status()).isEqualTo(Status.CREATE_IN_PROGRESS);
    preparation.giveUp(bad, new IllegalStateException("the disk is full"));

    assertThat(groups.get(bad).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(groups.get(bad).failureReason()).isEqualTo("Gave up: the disk is full");
    assertNobodyIsAtWork();
  }

  @Test
  void one_that_is_stopped_meanwhile_neither_completes_nor_fails() {
    for (String name : List.of("good", "refused")) {
      Arn stopped = group(name);
      preparation.meanwhile = () -> become(stopped, Status.CREATE_STOPPING);
      preparation.run(stopped);

      assertThat(groups.get(stopped).status()).isEqualTo(Status.CREATE_STOPPED);
      assertThat(groups.get(stopped).failureReason()).isNull();
    }
    assertNobodyIsAtWork();
  }

  @Test
  void one_that_another_worker_has_taken_over_publishes_nothing() {
    Arn good = group("good");
    preparation.meanwhile = () -> runs.begin(good, Instant.now());

    assertThatThrownBy(() -> preparation.run(good)).hasMessageStartingWith("Another worker");
    assertThat(groups.get(good).status()).isEqualTo(Status.CREATE_IN_PROGRESS);
  }

  private Arn group(String name) {
    Arn arn = Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/" + name);
    transaction.executeWithoutResult(status -> {
      DatasetGroup group = new DatasetGroup(arn, name, null, null, null, Instant.now());
      group.become(Status.CREATE_PENDING, Instant.now());
      resources.create(group, null);
    });
    return arn;
  }

  private void become(Arn group, Status next) {
    transaction.executeWithoutResult(status -> groups.lock(group).become(next, Instant.now()));
  }

  private void assertNobodyIsAtWork() {
    assertThat(jdbc.sql("SELECT count(*) FROM job_run").query(Integer.class).single())
        .isZero();
  }
}
