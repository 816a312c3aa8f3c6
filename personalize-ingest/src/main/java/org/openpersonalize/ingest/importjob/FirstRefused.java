// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.RefusedRecord;

/** Counts the records that are refused and keeps the first ones, cut to lengths that an answer can have. */
final class FirstRefused implements Refusals {
  private static final int KEPT = 50;
  private static final int MAX_VALUE_LENGTH = 100;
  private static final int MAX_MESSAGE_LENGTH = 1_000;

  private final List<RefusedRecord> first = new ArrayList<>();
  private long count;

  @Override
  public void add(RefusedRecord refused, @Nullable String line) {
    count++;
    if (first.size() < KEPT) {
      String value = refused.value();
      first.add(new RefusedRecord(
          refused.file(),
          refused.line(),
          refused.column(),
          value == null ? null : cut(value, MAX_VALUE_LENGTH),
          cut(refused.message(), MAX_MESSAGE_LENGTH)));
    }
  }

  long count() {
    return count;
  }

  /** The first ones in the order of the files. */
  List<RefusedRecord> first() {
    return List.copyOf(first);
  }

  /** What an import would fail with; empty if no record was refused. */
  Optional<String> message() {
    return first.stream().findFirst().map(RefusedRecord::message);
  }

  /** Lengths are characters, of which an emoji is one. */
  private static String cut(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length)) + "…";
  }
}
