// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.request;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.PageRequest;

/** What the requests of all lists have. They are records. */
public interface ListRequest {
  @Nullable String nextToken();

  @Nullable Integer maxResults();

  /** The page that is wanted. */
  default PageRequest page() {
    return new PageRequest(nextToken(), maxResults());
  }

  /**
   * What the list is restricted to, where the request's other members are attributes of the entity, as the API names them;
   * null is no restriction. A list that is restricted by something else has a query of its own.
   */
  default Map<String, @Nullable Object> where() {
    Set<String> paging = Set.of("nextToken", "maxResults");
    Map<String, @Nullable Object> where = new TreeMap<>();
    for (RecordComponent member : getClass().getRecordComponents()) {
      if (!paging.contains(member.getName())) {
        where.put(member.getName(), value(member));
      }
    }
    return where;
  }

  private @Nullable Object value(RecordComponent member) {
    try {
      return member.getAccessor().invoke(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + member, e);
    }
  }
}
