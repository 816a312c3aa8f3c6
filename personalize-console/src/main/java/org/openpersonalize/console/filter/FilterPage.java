// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilter;
import org.openpersonalize.store.catalog.Filter;

/**
 * One filter, and an expression that may take the place of its own.
 *
 * @param query with all that nobody has filled in
 * @param campaigns whose requests can be replayed
 * @param preview null if nothing was replayed
 * @param errors why nothing was
 */
public record FilterPage(
    Filter filter,
    FilterQuery query,
    Check check,
    List<String> campaigns,
    @Nullable Preview preview,
    FormErrors errors) {
  public boolean isChanged() {
    return !filter.filterExpression().equals(query.filterExpression());
  }

  /** Is there something to be seen that was not asked for yet? */
  public boolean awaitsPreview() {
    return isChanged() && check.fits() && !query.replay() && !campaigns.isEmpty();
  }

  public ReplaceFilter replacement() {
    return new ReplaceFilter(filter.arn(), query.filterExpression());
  }
}
