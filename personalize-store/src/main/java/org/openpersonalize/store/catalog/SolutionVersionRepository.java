package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;

/** The SolutionVersion rows. */
public interface SolutionVersionRepository extends ResourceRepository<SolutionVersion> {
  List<SolutionVersion> findBySolutionArn(Arn solutionArn);

  List<SolutionVersion> findByDatasetGroupArn(Arn datasetGroupArn);

  Optional<SolutionVersion> findFirstBySolutionArnOrderByCreationDateTimeDesc(Arn solutionArn);

  Optional<SolutionVersion> findFirstBySolutionArnAndStatusOrderByCreationDateTimeDesc(
      Arn solutionArn, Status status);

  long countByStatusIn(Collection<Status> statuses);

  boolean existsBySolutionArnAndName(Arn solutionArn, String name);

  boolean existsBySolutionArnAndStatusIn(Arn solutionArn, Collection<Status> statuses);

  /** One page of a solution; null for those of all. */
  default <S> Page<S> pageOfSolution(
      Class<S> summary, @Nullable Arn solutionArn, PageRequest page) {
    return page(summary, Collections.singletonMap("solutionArn", solutionArn), page);
  }
}
