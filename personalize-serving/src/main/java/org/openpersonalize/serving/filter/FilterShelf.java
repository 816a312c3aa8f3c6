// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.catalog.FilterRepository;
import org.springframework.stereotype.Component;

/** The filters of a dataset group with what ListFilters does not tell, however many there are in a handful of statements. */
@Component
public class FilterShelf {
  private final FilterRepository filters;
  private final FilterCompiler compiler;

  FilterShelf(FilterRepository filters, FilterCompiler compiler) {
    this.filters = filters;
    this.compiler = compiler;
  }

  /**
   * A filter.
   *
   * @param columns it is about; none if it does not fit the datasets any more
   */
  public record ShelvedFilter(Filter filter, List<String> columns) {}

  /** By name, whatever their status. */
  public List<ShelvedFilter> of(Arn datasetGroupArn) {
    Function<String, CompiledFilter> compile = compiler.of(datasetGroupArn);
    return filters.findByDatasetGroupArn(datasetGroupArn).stream()
        .sorted(Comparator.comparing(Filter::name))
        .map(filter -> new ShelvedFilter(filter, columns(filter, compile)))
        .toList();
  }

  private static List<String> columns(Filter filter, Function<String, CompiledFilter> compile) {
    try {
      return List.copyOf(compile.apply(filter.filterExpression()).columns());
    } catch (PersonalizeException e) {
      return List.of(); // who names it is told why
    }
  }
}
