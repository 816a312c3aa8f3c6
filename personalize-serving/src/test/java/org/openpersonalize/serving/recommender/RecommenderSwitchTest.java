// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.recommender.RecommenderService.StartRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StopRecommender;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommenderSwitchTest {
  @Autowired
  RecommenderService service;

  @Autowired
  RecommenderSwitch switching;

  @Autowired
  RecommenderRepository recommenders;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  @Test
  void a_recommender_is_started_only_where_there_is_room_for_its_model() throws IOException {
    shop.open();
    Arn recommender = shop.answering("aws-ecomm-recommended-for-you", RecommenderConfig.DEFAULT);
    Arn trained = recommenders.get(recommender).trainedArn().orElseThrow();
    service.stop(new StopRecommender(recommender));
    switching.run(recommender);
    long bytes = resize(trained, 1L << 50);

    service.start(new StartRecommender(recommender));
    switching.run(recommender);
    assertThat(recommenders.get(recommender).status()).isEqualTo(Status.INACTIVE);

    resize(trained, bytes);
    service.start(new StartRecommender(recommender));
    switching.run(recommender);
    assertThat(recommenders.get(recommender).status()).isEqualTo(Status.ACTIVE);
  }

  /** @return what it was before */
  private long resize(Arn trained, long bytes) {
    return jdbc.sql("""
            UPDATE published_model SET size_in_bytes = :bytes
            FROM (SELECT size_in_bytes AS before FROM published_model WHERE trained_arn = :trained) AS old
            WHERE trained_arn = :trained RETURNING before
            """)
        .param("bytes", bytes)
        .param("trained", trained.toString())
        .query(Long.class)
        .single();
  }
}
