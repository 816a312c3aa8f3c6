// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.springframework.stereotype.Component;

/**
 * Has the records read that requests will ask for, so that none of them waits: the items and actions of dataset groups that have
 * a campaign or a recommender, and the users of those whose filters look at the user.
 */
@Component
public class RecordsAhead {
  private final SolutionVersionRepository versions;
  private final RecommenderRepository recommenders;
  private final FilterRepository filters;
  private final FilterCompiler compiler;
  private final Catalogs catalogs;

  RecordsAhead(
      SolutionVersionRepository versions,
      RecommenderRepository recommenders,
      FilterRepository filters,
      FilterCompiler compiler,
      Catalogs catalogs) {
    this.versions = versions;
    this.recommenders = recommenders;
    this.filters = filters;
    this.compiler = compiler;
    this.catalogs = catalogs;
  }

  /** Begins to read in the background. */
  public void begin() {
    for (Arn group : groupsThatAnswer()) {
      catalogs.readAhead(group, DatasetType.ITEMS);
      catalogs.readAhead(group, DatasetType.ACTIONS);
      if (filters.findByDatasetGroupArn(group).stream().anyMatch(this::asksForUser)) {
        catalogs.readAhead(group, DatasetType.USERS);
      }
    }
  }

  private Set<Arn> groupsThatAnswer() {
    return Stream.concat(
            versions.findDeployed().stream().map(SolutionVersion::datasetGroupArn),
            recommenders.findByStatus(Status.ACTIVE).stream().map(Recommender::datasetGroupArn))
        .collect(Collectors.toSet());
  }

  private boolean asksForUser(Filter filter) {
    try {
      return compiler
          .compile(filter.datasetGroupArn(), filter.filterExpression())
          .asksForUser();
    } catch (PersonalizeException e) {
      return false; // it does not fit its datasets any more, and who names it is told so
    }
  }
}
