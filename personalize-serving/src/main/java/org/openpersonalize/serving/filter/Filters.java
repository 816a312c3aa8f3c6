// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.stereotype.Component;

/** The filters that requests have named, ready for use; what changes is forgotten and read when it is named again. */
@Component
final class Filters implements ChangeFeed.ChangeListener {
  private final FilterRepository repository;
  private final FilterCompiler compiler;
  private final Map<Arn, Ready> ready = new ConcurrentHashMap<>();

  Filters(FilterRepository repository, FilterCompiler compiler, ChangeFeed changes) {
    this.repository = repository;
    this.compiler = compiler;
    changes.subscribe(this);
  }

  private record Ready(Arn datasetGroup, CompiledFilter filter) {}

  /**
   * The filter of this name.
   *
   * @param datasetGroup to which it must belong
   */
  CompiledFilter get(Arn arn, Arn datasetGroup) {
    Ready found = ready.computeIfAbsent(arn, this::read);
    if (!found.datasetGroup().equals(datasetGroup)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Filter %s is of the dataset group %s, but the recommendations are of %s. Use a filter of that group."
              .formatted(arn, found.datasetGroup(), datasetGroup));
    }
    return found.filter();
  }

  private Ready read(Arn arn) {
    Filter filter = repository.get(arn);
    if (filter.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("Filter %s is %s. Use one that is ACTIVE."
          .formatted(arn, filter.status().wire()));
    }
    return new Ready(
        filter.datasetGroupArn(),
        compiler.compile(filter.datasetGroupArn(), filter.filterExpression()));
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.FILTER)) {
      ready.remove(resource);
    }
  }

  @Override
  public void resync() {
    ready.clear();
  }
}
