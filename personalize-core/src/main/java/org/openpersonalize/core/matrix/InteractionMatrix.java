// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users × items confidences in compressed rows; {@link #transpose()} gives items × users. A negative confidence says that
 * the user does not like the item.
 *
 * <p>8 bytes an entry and 4 a row, so 16 bytes an entry with the transpose; half of that where all confidences are 1, as
 * they are then not stored. Entries of row r are {@code [start(r), end(r))} of {@link #columnIndices} and
 * {@link #confidence}, in ascending order of column.
 */
public final class InteractionMatrix {

  private final int rowCount;
  private final int columnCount;
  private final int[] starts; // [rows + 1]
  private final int[] columns;
  private final float @Nullable [] confidences; // null: all 1

  InteractionMatrix(int columnCount, int[] starts, int[] columns, float @Nullable [] confidences) {
    this.rowCount = starts.length - 1;
    this.columnCount = columnCount;
    this.starts = starts;
    this.columns = columns;
    this.confidences = confidences;
  }

  /** One row per user of the log and one column per item, by the rule. */
  public static InteractionMatrix of(InteractionLog log, ConfidenceRule rule) {
    ProfileBuilder builder = new ProfileBuilder(rule);
    int[] starts = new int[log.users().size() + 1];
    int[] columns = new int[log.size()];
    float[] confidences = null; // until one is not 1
    int count = 0;
    for (int user = 0; user < log.users().size(); user++) {
      Profile profile =
          builder.clear().addAll(log, rule, log.start(user), log.end(user)).build();
      if (confidences == null && !allOne(profile.confidences())) {
        confidences = new float[log.size()];
        Arrays.fill(confidences, 0, count, 1);
      }
      System.arraycopy(profile.items(), 0, columns, count, profile.size());
      if (confidences != null) {
        System.arraycopy(profile.confidences(), 0, confidences, count, profile.size());
      }
      count += profile.size();
      starts[user + 1] = count;
    }
    columns = cut(columns, count);
    if (confidences != null && confidences.length > count) {
      confidences = Arrays.copyOf(confidences, count);
    }
    return new InteractionMatrix(log.items().size(), starts, columns, confidences);
  }

  /**
   * One row per profile, whose items are the columns.
   *
   * @param columns how many columns there are
   */
  public static InteractionMatrix of(List<Profile> profiles, int columns) {
    int[] starts = new int[profiles.size() + 1];
    for (int row = 0; row < profiles.size(); row++) {
      starts[row + 1] = starts[row] + profiles.get(row).size();
    }
    int[] items = new int[starts[profiles.size()]];
    float[] confidences = new float[items.length];
    for (int row = 0; row < profiles.size(); row++) {
      Profile profile = profiles.get(row);
      System.arraycopy(profile.items(), 0, items, starts[row], profile.size());
      System.arraycopy(profile.confidences(), 0, confidences, starts[row], profile.size());
    }
    return new InteractionMatrix(columns, starts, items, confidences);
  }

  private static boolean allOne(float[] confidences) {
    for (float confidence : confidences) {
      if (confidence != 1) {
        return false;
      }
    }
    return true;
  }

  private static int[] cut(int[] values, int length) {
    return values.length == length ? values : Arrays.copyOf(values, length);
  }

  public int rows() {
    return rowCount;
  }

  public int columns() {
    return columnCount;
  }

  /** How many confidences are not zero. */
  public int entries() {
    return columns.length;
  }

  public int start(int row) {
    return starts[row];
  }

  public int end(int row) {
    return starts[row + 1];
  }

  /** The columns of all entries, row after row; read only. */
  public int[] columnIndices() {
    return columns;
  }

  /** Is there an entry in a row for a column? */
  public boolean has(int row, int column) {
    return Arrays.binarySearch(columns, starts[row], starts[row + 1], column) >= 0;
  }

  /** The confidence of an entry. */
  public float confidence(int entry) {
    return confidences == null ? 1 : confidences[entry];
  }

  /** Copies the confidences of the entries {@code [from, to)} to {@code into}, from {@code at} on. */
  public void copyConfidences(int from, int to, float[] into, int at) {
    if (confidences == null) {
      Arrays.fill(into, at, at + to - from, 1);
    } else {
      System.arraycopy(confidences, from, into, at, to - from);
    }
  }

  /** The same with each confidence multiplied by the weight of its column. */
  public InteractionMatrix weighed(float[] columnWeights) {
    float[] weighed = new float[columns.length];
    for (int entry = 0; entry < weighed.length; entry++) {
      weighed[entry] = confidence(entry) * columnWeights[columns[entry]];
    }
    return new InteractionMatrix(columnCount, starts, columns, weighed);
  }

  /** The entries without those of items the user is known not to like; the same matrix if there are none. */
  public InteractionMatrix liked() {
    int[] newStarts = new int[starts.length];
    for (int row = 0; row < rowCount; row++) {
      newStarts[row + 1] = newStarts[row];
      for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
        newStarts[row + 1] += confidence(entry) < 0 ? 0 : 1;
      }
    }
    if (newStarts[rowCount] == entries()) {
      return this;
    }
    int[] newColumns = new int[newStarts[rowCount]];
    float[] newConfidences = new float[newColumns.length];
    int to = 0;
    for (int entry = 0; entry < entries(); entry++) {
      if (confidence(entry) >= 0) {
        newColumns[to] = columns[entry];
        newConfidences[to++] = confidence(entry);
      }
    }
    return new InteractionMatrix(columnCount, newStarts, newColumns, newConfidences);
  }

  /** The same confidences with rows and columns exchanged. */
  public InteractionMatrix transpose() {
    int[] newStarts = new int[columnCount + 1];
    for (int column : columns) {
      newStarts[column + 1]++;
    }
    Arrays.parallelPrefix(newStarts, Integer::sum);
    int[] next = newStarts.clone();
    int[] newColumns = new int[columns.length];
    float[] newConfidences = confidences == null ? null : new float[columns.length];
    for (int row = 0; row < rowCount; row++) {
      for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
        int to = next[columns[entry]]++;
        newColumns[to] = row;
        if (newConfidences != null) {
          newConfidences[to] = confidence(entry);
        }
      }
    }
    return new InteractionMatrix(rowCount, newStarts, newColumns, newConfidences);
  }

  /** A name for these very confidences, to tell matrices of one data set apart; not proof against malice. */
  public String fingerprint() {
    return "%dx%d-%08x%08x%08x"
        .formatted(
            rowCount,
            columnCount,
            Arrays.hashCode(starts),
            Arrays.hashCode(columns),
            Arrays.hashCode(confidences));
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return (confidences == null ? 4L : 8L) * columns.length + 4L * starts.length;
  }
}
