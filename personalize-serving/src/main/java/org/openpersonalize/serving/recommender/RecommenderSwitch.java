// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.model.ModelRoom;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Does what a recommender is asked for and needs no training: it stops, starts, or answers in another way. */
@Component
class RecommenderSwitch extends CreationJob<Recommender> {
  private static final Set<Status> STARTING =
      Set.of(Status.START_PENDING, Status.START_IN_PROGRESS);

  private final ModelRoom room;
  private final Resources resources;

  RecommenderSwitch(RecommenderRepository recommenders, ModelRoom room, Means means) {
    super(JobType.SWITCH_RECOMMENDER, recommenders, means);
    this.room = room;
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
  protected void work(Recommender recommender, Run run) throws JobRefused {
    if (STARTING.contains(recommender.status())) {
      requireRoom(recommender);
    }
    run.complete(row -> row.switched(resources.now()));
  }

  private void requireRoom(Recommender recommender) throws JobRefused {
    Optional<String> refusal = recommender.trainedArn().flatMap(room::refusal);
    if (refusal.isPresent()) {
      throw new JobRefused(refusal.get());
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The service failed several times while changing the recommender: %s. Its log says more; then try again."
        .formatted(error.getMessage());
  }
}
