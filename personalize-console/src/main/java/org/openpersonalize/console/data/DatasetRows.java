// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.job.JobRow;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.activity.DatasetSize;
import org.openpersonalize.store.activity.DatasetSizes;
import org.springframework.stereotype.Component;

/** The datasets of a group, those that are there and those that may yet be made. */
@Component
class DatasetRows {
  private final DatasetSizes sizes;
  private final JobBoard jobs;
  private final Clock clock;

  DatasetRows(DatasetSizes sizes, JobBoard jobs, Clock clock) {
    this.sizes = sizes;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** One of each type that the group may have. */
  List<DatasetRow> of(Group group) {
    Instant now = clock.instant();
    Map<DatasetType, DatasetSize> there = sizes.of(group.arn()).stream()
        .collect(Collectors.toMap(DatasetSize::datasetType, Function.identity()));
    return types(group).stream()
        .map(type -> new DatasetRow(type, there.get(type), isImporting(there.get(type)), now))
        .toList();
  }

  private boolean isImporting(@Nullable DatasetSize size) {
    return size != null
        && size.rows() == 0
        && jobs.importsInto(size.datasetArn()).stream().anyMatch(JobRow::isUnderWay);
  }

  DatasetRow of(Group group, DatasetType type) {
    return of(group).stream()
        .filter(row -> row.type() == type)
        .findFirst()
        .orElseGet(() -> new DatasetRow(type, null, false, clock.instant()));
  }

  /** Those of the rows that are there. */
  static List<DatasetSize> there(List<DatasetRow> rows) {
    return rows.stream().map(DatasetRow::size).flatMap(Stream::ofNullable).toList();
  }

  /** The types of datasets that the group may have: actions are for custom dataset groups. */
  static List<DatasetType> types(Group group) {
    return Arrays.stream(DatasetType.values())
        .filter(type -> group.domain() == null
            || type != DatasetType.ACTIONS && type != DatasetType.ACTION_INTERACTIONS)
        .toList();
  }
}
