// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import java.time.Instant;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Does what a recommender is asked for and needs no training: it stops, starts, or answers in another way. */
@Component
class RecommenderSwitch extends CreationJob<Recommender> {
  private final Resources resources;

  RecommenderSwitch(RecommenderRepository recommenders, Means means) {
    super(JobType.SWITCH_RECOMMENDER, recommenders, means);
    this.resources = means.resources();
  }

  @Override
  protected boolean isWanted(Recommender recommender) {
    return recommender.isSwitching();
  }

  @Override
  protected void begin(Recommender recommender, Instant now) {
    recommender.begin(now);
  }

  @Override
  protected void work(Recommender recommender, Run run) {
    run.complete(row -> row.switched(resources.now()));
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The service failed several times while changing the recommender: %s. Its log says more; then try again."
        .formatted(error.getMessage());
  }
}
