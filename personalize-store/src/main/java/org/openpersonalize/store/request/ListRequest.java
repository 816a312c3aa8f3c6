package org.openpersonalize.store.request;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.PageRequest;

/** What the requests of all lists have. */
public interface ListRequest {
  @Nullable String nextToken();

  @Nullable Integer maxResults();

  /** The page that is wanted. */
  default PageRequest page() {
    return new PageRequest(nextToken(), maxResults());
  }
}
