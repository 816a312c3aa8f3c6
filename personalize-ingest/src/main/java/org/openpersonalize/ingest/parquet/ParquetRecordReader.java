// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.CsvLines;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field;

/*
 * parquet-hadoop, which reads whole files, needs Hadoop's classes even with its plain configuration, and holds a row group in
 * memory, which may be the whole file. Hardwood, which needs neither, needs Java 21. docs/decisions/0056 has more.
 */

/**
 * Reads a Parquet file row by row, as the texts that a CSV of the same data would have.
 *
 * <p>Columns are read that somebody asks for, each from its own place in the file, page by page: memory holds a page, a dictionary
 * and a mebibyte of the file at most for each of them, however long the file and its row groups are. Not thread-safe.
 */
public final class ParquetRecordReader implements CellReader {
  /** Columns that pandas makes of an index without a name, which means nothing. */
  private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

  private final FileParts parts;
  private final long length;
  private final String file;
  private final FileMetaData footer;
  private final List<FileColumn> columns;
  private final List<String> header;
  private final boolean[] wanted;
  private final @Nullable ColumnCursor[] cursors;
  private final @Nullable ParsedVersion writer;
  private int group = -1;
  private long groupRows;
  private long rowInGroup;
  private long row;

  /**
   * Reads the footer.
   *
   * @param length of the file, in bytes
   * @param file how messages name it
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the file is no Parquet, not whole or encrypted
   */
  public ParquetRecordReader(FileParts parts, long length, String file) throws IOException {
    this.parts = parts;
    this.length = length;
    this.file = file;
    this.footer = ParquetFooter.read(parts, length, file);
    this.columns = columns();
    this.header = columns.stream().map(FileColumn::name).toList();
    this.wanted = new boolean[columns.size()];
    this.cursors = new ColumnCursor[columns.size()];
    this.writer = writer(footer.getCreated_by());
  }

  private List<FileColumn> columns() {
    try {
      return FileColumn.of(footer.getSchema()).stream()
          .filter(column -> !INDEX.matcher(column.name()).matches())
          .toList();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static @Nullable ParsedVersion writer(@Nullable String createdBy) {
    try {
      return createdBy == null ? null : VersionParser.parse(createdBy);
    } catch (VersionParseException | RuntimeException e) {
      return null; // free text, by which the library knows errors of old writers
    }
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public String form() {
    return "Parquet";
  }

  @Override
  public List<String> header() {
    return header;
  }

  /** The cursor of a column that is wanted, begun where it is not yet. */
  private ColumnCursor cursor(int place) {
    @Nullable ColumnCursor known = cursors[place];
    if (known != null) {
      return known;
    }
    ColumnCursor begun = begin(columns.get(place));
    cursors[place] = begun;
    return begun;
  }

  private ColumnCursor begin(FileColumn column) {
    ColumnMetaData chunk =
        footer.getRow_groups().get(group).getColumns().get(column.leaf()).getMeta_data();
    PageCodec codec = PageCodec.of(chunk.getCodec())
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "%s, column %s: it is compressed with %s: write the file with zstd, snappy or gzip"
                .formatted(file, column.name(), chunk.getCodec())));
    return new ColumnCursor(column, new ChunkPages(parts, length, chunk, codec), writer);
  }

  @Override
  public boolean nextRecord() throws IOException {
    while (rowInGroup == groupRows) {
      if (group + 1 == footer.getRow_groupsSize()) {
        return false;
      }
      begin(group + 1);
    }
    rowInGroup++;
    row++;
    reading(() -> {
      for (int column = 0; column < cursors.length; column++) {
        if (wanted[column]) {
          cursor(column).advance();
        }
      }
    });
    return true;
  }

  /** The library throws whatever it comes upon in a file that is damaged. */
  private void reading(Runnable step) {
    try {
      step.run();
    } catch (PersonalizeException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private PersonalizeException damaged(RuntimeException e) {
    return ErrorCode.INVALID_INPUT.because(
        "%s is damaged near row %d: write it again".formatted(file, row), e);
  }

  private void begin(int next) {
    group = next;
    groupRows = footer.getRow_groups().get(group).getNum_rows();
    rowInGroup = 0;
    Arrays.fill(cursors, null);
  }

  @Override
  public void readCells() {
    // nextRecord has, of all columns that are wanted
  }

  @Override
  public @Nullable String cell(int column) {
    if (!columns.get(column).type().isReadable()) {
      return null;
    }
    if (!wanted[column]) {
      wanted[column] = true;
      catchUp(column);
    }
    return cursor(column).text();
  }

  private void catchUp(int column) {
    reading(() -> {
      for (long each = 0; each < rowInGroup; each++) {
        cursor(column).advance();
      }
    });
  }

  @Override
  public String text() {
    CsvLines line = new CsvLines(true);
    for (int column = 0; column < cursors.length; column++) {
      if (wanted[column]) {
        line.cell(cursor(column).shown());
      }
    }
    return new String(line.take(), UTF_8);
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public PersonalizeException fault(String sentence) {
    return ErrorCode.INVALID_INPUT.because("%s, row %d: %s".formatted(file, row, sentence));
  }

  @Override
  public PersonalizeException fault(String column, String sentence) {
    return ErrorCode.INVALID_INPUT.because(
        "%s, row %d, column %s: %s".formatted(file, row, column, sentence));
  }

  @Override
  public boolean isOfBulkFormat() {
    return true;
  }

  @Override
  public void requireFit(int place, Field field) {
    FileColumn column = columns.get(place);
    if (!column.fits(field)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s, column %s: it is of the type %s, and the schema says %s: write it as %s, or declare another type"
              .formatted(
                  file,
                  column.name(),
                  column.typeName(),
                  field.type().avro(),
                  field.type().avro()));
    }
    wanted[place] = true;
  }

  @Override
  public void close() {
    // every part was fetched by a request of its own
  }
}
