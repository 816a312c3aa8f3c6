// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.time.Clock;
import java.util.Map;
import org.openpersonalize.core.filter.AllowedItems;
import org.openpersonalize.core.filter.Clause.Subject;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.filter.MatchingRows;
import org.openpersonalize.core.filter.Situation;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.springframework.stereotype.Component;

/** Which users of a model a filter lets through. */
@Component
public class UserFilters {
  private final Filters filters;
  private final Catalogs catalogs;
  private final Clock clock;

  UserFilters(Filters filters, Catalogs catalogs, Clock clock) {
    this.filters = filters;
    this.catalogs = catalogs;
    this.clock = clock;
  }

  /**
   * Checks that a filter is about users and what is known of them.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is no such
   *     filter, {@link ErrorCode#INVALID_INPUT} if it is another dataset group's, or not about that
   */
  public void require(Arn filterArn, Arn datasetGroup) {
    CompiledFilter filter = filters.get(filterArn, datasetGroup);
    if (filter.subject() != Subject.USER
        || filter.asksForEvents()
        || filter.asksForUser()
        || filter.asksForItem()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Filter %s does not say which users may be named. Use one on UserID whose conditions are about columns of Users."
              .formatted(filterArn));
    }
  }

  /**
   * What a filter lets through, that {@link #require} has let pass.
   *
   * @param values of its parameters
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if a value is missing or does not fit
   */
  public ItemFilter of(Arn filterArn, Arn datasetGroup, Map<String, String> values, IdIndex users) {
    CompiledFilter filter = filters.get(filterArn, datasetGroup);
    return AllowedItems.of(
        filter.bind(values, new Situation(null, null, clock.instant())),
        users.size(),
        clause -> catalogs
            .of(datasetGroup, DatasetType.USERS)
            .map(records -> MatchingRows.among(records.rowsOf(users), clause.where(), records))
            .orElseGet(() -> new long[0]));
  }
}
