// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.springframework.stereotype.Component;

/** The batch jobs of all kinds, of which nothing must be deleted that they use. */
@Component
public class BatchJobs {
  private final List<BatchJobRepository<?>> kinds;

  BatchJobs(List<BatchJobRepository<?>> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /** Does a job that waits or runs ask one of these solution versions? */
  public boolean anyAsking(Collection<Arn> solutionVersions) {
    return kinds.stream()
        .anyMatch(kind ->
            kind.existsBySolutionVersionArnInAndStatusIn(solutionVersions, Status.UNDER_WAY));
  }

  /** Those that ask, or have asked, one of these solution versions. */
  public Stream<BatchJob> of(Collection<Arn> solutionVersions) {
    return kinds.stream()
        .flatMap(kind -> kind.findBySolutionVersionArnIn(solutionVersions).stream());
  }

  /** Does a job that waits or runs use a filter? */
  public boolean anyFilteredBy(Arn filter) {
    return kinds.stream()
        .anyMatch(kind -> kind.existsByFilterArnAndStatusIn(filter, Status.UNDER_WAY));
  }
}
