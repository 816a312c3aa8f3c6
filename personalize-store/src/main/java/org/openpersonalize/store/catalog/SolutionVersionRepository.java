// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.springframework.data.jpa.repository.Query;

/** The SolutionVersion rows. */
public interface SolutionVersionRepository extends ResourceRepository<SolutionVersion> {
  List<SolutionVersion> findBySolutionArn(Arn solutionArn);

  List<SolutionVersion> findByDatasetGroupArn(Arn datasetGroupArn);

  Optional<SolutionVersion> findFirstBySolutionArnOrderByCreationDateTimeDesc(Arn solutionArn);

  Optional<SolutionVersion>
      findFirstBySolutionArnAndTrainingModeInAndStatusOrderByCreationDateTimeDesc(
          Arn solutionArn, Set<TrainingMode> modes, Status status);

  /** The newest that can be used and has learned from everything. */
  default Optional<SolutionVersion> newestFullyTrained(Arn solutionArn) {
    return findFirstBySolutionArnAndTrainingModeInAndStatusOrderByCreationDateTimeDesc(
        solutionArn, TrainingMode.LEARNING, Status.ACTIVE);
  }

  Optional<SolutionVersion> findFirstBySolutionArnAndStatusOrderByCreationDateTimeDesc(
      Arn solutionArn, Status status);

  long countByStatusIn(Collection<Status> statuses);

  boolean existsBySolutionArnAndName(Arn solutionArn, String name);

  boolean existsBySolutionArnAndStatusIn(Arn solutionArn, Collection<Status> statuses);

  /** Those that campaigns serve. */
  @Query("""
      SELECT version FROM SolutionVersion version WHERE version.solutionVersionArn IN
        (SELECT campaign.solutionVersionArn FROM Campaign campaign)""")
  List<SolutionVersion> findDeployed();
}
