// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All that this package keeps of resources that are trained, of whatever kind they are. */
@Component
public class TrainedResources {
  private static final List<String> TABLES = List.of(
      "published_model",
      "training_trial",
      "training_forecast",
      "training_progress",
      "training_curve");

  private final JdbcClient jdbc;

  public TrainedResources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Forgets what is known of a resource that is deleted, and of what is deleted with it, such as a solution's versions. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void forget(Arn resource) {
    for (String table : TABLES) {
      jdbc.sql("DELETE FROM %s WHERE trained_arn = :arn OR starts_with(trained_arn, :arn || '/')"
              .formatted(table))
          .param("arn", resource.toString())
          .update();
    }
  }

  /** Forgets the trainings of a resource that is kept, all but some. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void forgetBelow(Arn resource, Collection<Arn> kept) {
    for (String table : TABLES) {
      jdbc.sql(
              "DELETE FROM %s WHERE starts_with(trained_arn, :arn || '/') AND NOT trained_arn = ANY(:kept)"
                  .formatted(table))
          .param("arn", resource.toString())
          .param("kept", kept.stream().map(Arn::toString).toArray(String[]::new))
          .update();
    }
  }
}
