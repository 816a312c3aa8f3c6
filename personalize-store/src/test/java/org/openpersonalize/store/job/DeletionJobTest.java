// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagTable;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@Import(DeletionJobTest.Demolition.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DeletionJobTest {
  private static final Tag TAG = new Tag("team", "web");

  /** Deletes a dataset group if its name allows that. */
  static class Demolition extends DeletionJob<DatasetGroup> {
    Demolition(DatasetGroupRepository groups, Means means) {
      super(JobType.DELETE_DATASET_GROUP, groups, means);
    }

    @Override
    protected void clear(DatasetGroup group) throws JobRefused {
      switch (group.name()) {
        case "good" -> {}
        case "refused" -> throw new JobRefused("somebody lives there");
        case "in-use" -> throw ErrorCode.RESOURCE_IN_USE.because("somebody works there");
        default -> throw new IllegalStateException("the disk is full");
      }
    }
  }

  @Autowired
  Demolition demolition;

  @Autowired
  DatasetGroupRepository groups;

  @Autowired
  Resources resources;

  @Autowired
  TagTable tags;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Test
  void the_row_goes_with_its_tags() {
    Arn good = retired("good");

    demolition.run(good);

    assertThat(groups.findById(good)).isEmpty();
    assertThat(tags.of(good)).isEmpty();
    assertNobodyIsAtWork();
  }

  @Test
  void what_is_refused_rests_again_and_can_be_deleted_once_more() {
    for (String name : List.of("refused", "in-use")) {
      Arn refused = retired(name);

      demolition.run(refused);

      assertThat(groups.get(refused).status()).isEqualTo(Status.ACTIVE);
      assertThat(tags.of(refused)).containsExactly(TAG);
      assertNobodyIsAtWork();
      groups.get(refused).requireSettled();
      retire(refused);
      assertThat(groups.get(refused).status()).isEqualTo(Status.DELETE_PENDING);
    }
  }

  @Test
  void what_fails_is_tried_again_and_rests_again_when_it_is_given_up() {
    Arn bad = retired("bad");

    assertThatThrownBy(() -> demolition.run(bad)).hasMessage("the disk is full");
    assertThat(groups.get(bad).status()).isEqualTo(Status.DELETE_IN_PROGRESS);
    demolition.giveUp(bad, new IllegalStateException("the disk is full"));

    assertThat(groups.get(bad).status()).isEqualTo(Status.ACTIVE);
    assertThat(tags.of(bad)).containsExactly(TAG);
    assertNobodyIsAtWork();
  }

  @Test
  void what_nobody_wants_to_be_deleted_any_more_stays() {
    Arn good = retired("good");
    transaction.executeWithoutResult(
        status -> groups.lock(good).become(Status.ACTIVE, Instant.now()));

    demolition.run(good);

    assertThat(groups.get(good).status()).isEqualTo(Status.ACTIVE);
  }

  private Arn retired(String name) {
    Arn arn = Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/" + name);
    transaction.executeWithoutResult(status -> resources.create(
        new DatasetGroup(arn, name, null, null, null, Instant.now()), List.of(TAG)));
    retire(arn);
    return arn;
  }

  private void retire(Arn group) {
    transaction.executeWithoutResult(status -> resources.retire(groups.lock(group)));
  }

  private void assertNobodyIsAtWork() {
    assertThat(jdbc.sql("SELECT count(*) FROM job_run").query(Integer.class).single())
        .isZero();
  }
}
