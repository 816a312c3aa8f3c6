package org.openpersonalize.core.matrix;

import java.util.Arrays;

/**
 * Users × items confidences in compressed rows; {@link #transpose()} gives items × users.
 *
 * <p>8 bytes an entry and 4 a row, so 16 bytes an entry with the transpose. Entries of row r are
 * {@code [start(r), end(r))} of {@link #columns} and {@link #confidences}, in ascending order of column.
 */
public final class InteractionMatrix {
  private final int rowCount;
  private final int columnCount;
  private final int[] starts; // [rows + 1]
  private final int[] columns;
  private final float[] confidences;

  private InteractionMatrix(int columnCount, int[] starts, int[] columns, float[] confidences) {
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
    float[] confidences = new float[log.size()];
    int count = 0;
    for (int user = 0; user < log.users().size(); user++) {
      Profile profile =
          builder.clear().addAll(log, rule, log.start(user), log.end(user)).build();
      System.arraycopy(profile.items(), 0, columns, count, profile.size());
      System.arraycopy(profile.confidences(), 0, confidences, count, profile.size());
      count += profile.size();
      starts[user + 1] = count;
    }
    return new InteractionMatrix(
        log.items().size(),
        starts,
        Arrays.copyOf(columns, count),
        Arrays.copyOf(confidences, count));
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

  /** The confidences of all entries, row after row; read only. */
  public float[] confidences() {
    return confidences;
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
    float[] newConfidences = new float[columns.length];
    for (int row = 0; row < rowCount; row++) {
      for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
        int to = next[columns[entry]]++;
        newColumns[to] = row;
        newConfidences[to] = confidences[entry];
      }
    }
    return new InteractionMatrix(rowCount, newStarts, newColumns, newConfidences);
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return 8L * columns.length + 4L * starts.length;
  }
}
