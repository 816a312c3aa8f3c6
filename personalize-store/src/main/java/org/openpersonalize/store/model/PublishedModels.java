// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The published models, one for each resource that was trained. */
@Component
public class PublishedModels {
  private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public PublishedModels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes a model known, in the transaction that makes ACTIVE what was trained. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(PublishedModel model) {
    jdbc.sql("""
            INSERT INTO published_model (trained_arn, bucket, prefix, size_in_bytes, metrics, baseline_metrics,
              published_at)
            VALUES (:trained, :bucket, :prefix, :size, :metrics::jsonb, :baseline::jsonb, :published)
            """)
        .param("trained", model.trainedArn().toString())
        .param("bucket", model.bucket())
        .param("prefix", model.prefix())
        .param("size", model.sizeInBytes())
        .param("metrics", json(model.metrics()))
        .param("baseline", json(model.baselineMetrics()))
        .param("published", Timestamps.timestamptz(model.publishedAt()))
        .update();
  }

  private static String json(Map<String, Double> metrics) {
    return new String(WireJson.write(metrics), StandardCharsets.UTF_8);
  }

  /** What was trained for a resource, one training after another, the newest first. */
  public List<Arn> below(Arn resource) {
    return jdbc.sql("""
            SELECT trained_arn FROM published_model WHERE starts_with(trained_arn, :arn || '/')
            ORDER BY published_at DESC, trained_arn
            """).param("arn", resource.toString()).query(String.class).list().stream()
        .map(Arn::parse)
        .toList();
  }

  /** The model of what was trained; empty until then. */
  public Optional<PublishedModel> find(Arn trainedArn) {
    return jdbc.sql("""
            SELECT bucket, prefix, size_in_bytes, metrics::text, baseline_metrics::text, published_at
            FROM published_model WHERE trained_arn = :trained
            """)
        .param("trained", trainedArn.toString())
        .query((row, number) -> new PublishedModel(
            trainedArn,
            row.getString(1),
            row.getString(2),
            row.getLong(3),
            WireJson.mapper().readValue(row.getString(4), METRICS),
            WireJson.mapper().readValue(row.getString(5), METRICS),
            row.getObject(6, OffsetDateTime.class).toInstant()))
        .optional();
  }
}
