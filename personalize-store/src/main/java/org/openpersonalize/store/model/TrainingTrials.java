// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Everything that searches tried, by the resource that is trained. */
@Component
public class TrainingTrials {
  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public TrainingTrials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes a search, in the transaction that makes ACTIVE what was trained.
   *
   * @param trials in their order
   * @param chosen what is trained in the end
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Arn trainedArn, List<Trial> trials, ModelParameters chosen) {
    for (int number = 1; number <= trials.size(); number++) {
      Trial trial = trials.get(number - 1);
      jdbc.sql("""
              INSERT INTO training_trial (trained_arn, trial, stage, family, settings, score, collapsed, chosen,
                seconds)
              VALUES (:trained, :trial, :stage, :family, :settings::jsonb, :score, :collapsed, :chosen, :seconds)
              """)
          .param("trained", trainedArn.toString())
          .param("trial", number)
          .param("stage", trial.stage())
          .param("family", trial.family())
          .param("settings", new String(WireJson.write(trial.settings()), StandardCharsets.UTF_8))
          .param("score", trial.score())
          .param("collapsed", trial.collapsed())
          .param(
              "chosen",
              trial.family().equals(chosen.family().name())
                  && trial.settings().equals(chosen.settings()))
          .param("seconds", trial.seconds())
          .update();
    }
  }

  /** The trials of a training, in their order; none if nothing was searched for. */
  public List<Trial> of(Arn trainedArn) {
    return jdbc.sql("""
            SELECT stage, family, settings::text, score, collapsed, seconds FROM training_trial
            WHERE trained_arn = :trained ORDER BY trial
            """)
        .param("trained", trainedArn.toString())
        .query((row, number) -> new Trial(
            row.getString(1),
            row.getString(2),
            WireJson.mapper().readValue(row.getString(3), SETTINGS),
            row.getDouble(4),
            row.getBoolean(5),
            row.getDouble(6)))
        .list();
  }
}
