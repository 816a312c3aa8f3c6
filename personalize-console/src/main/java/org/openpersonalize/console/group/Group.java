// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;
import org.springframework.web.util.UriComponentsBuilder;

/** A dataset group as pages need it; templates of its pages have it as {@code group}. */
public record Group(Arn arn, @Nullable Domain domain) {
  public String name() {
    return arn.id();
  }

  /** The role that the API wants named with each job: the service reads and writes with its own access to the object store. */
  public String role() {
    return "arn:aws:iam::%s:role/console".formatted(arn.account());
  }

  /** Of the page that all its others are below. */
  public String path() {
    return ConsolePaths.ofGroup(name());
  }

  /** The path of a page below it about something with an id, whatever characters that has. */
  public String path(String below, String parameter, String id) {
    return UriComponentsBuilder.fromPath(path(below))
        .queryParam(parameter, "{id}")
        .encode()
        .buildAndExpand(id)
        .toUriString();
  }

  /** The path of a page below it, such as {@code /data}. */
  public String path(String below) {
    return path() + below;
  }
}
