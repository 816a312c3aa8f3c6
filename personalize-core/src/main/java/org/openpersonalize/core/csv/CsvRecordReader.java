// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/*
 * An own reader, because the format is Personalize's and not RFC 4180: a record is one physical line, and a backslash
 * escapes a quote. commons-csv lets a forgotten quote swallow the rest of the file as one record, and turns "\n" and
 * "\t" into control characters; fastcsv knows no escape character.
 */

/**
 * Reads CSV: a header line, then one record a line.
 *
 * <p>Cells are separated by commas. A cell in double quotes may contain commas, {@code \"} and {@code \\}; a doubled
 * quote is read as one too, since most programs write it so. A line break in a value has a backslash before each of its
 * characters; {@link CsvLines} writes it so. Outside quotes every character stands for itself. UTF-8
 * with or without byte order mark; lines end in LF or CRLF, and empty lines are skipped.
 *
 * <p>Other programs separate by something else and let a quoted cell go over several lines: {@link #lenient} reads such files too.
 *
 * <p>Holds one record in memory. Not thread-safe.
 */
public final class CsvRecordReader implements CellReader {
  private static final int CHUNK = 1 << 16;
  private static final int MAX_LINE_LENGTH = 1 << 22;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String SEPARATORS = ",;\t|";

  /** A cell over more lines than this is a quote that was forgotten, and its line is refused alone. */
  private static final int MAX_JOINED_LINES = 100;

  private final Reader in;
  private final String file;
  private final boolean lenient;
  private final @Nullable String[] cells;

  private List<String> header = List.of();
  private char[] buffer = new char[2 * CHUNK];
  private int lineStart;
  private int lineEnd;
  private int nextLine;
  private int filled;
  private boolean exhausted;
  private char separator = ',';
  private int joined;
  private boolean everJoined;
  private long line;
  private int at;

  /**
   * Reads the header.
   *
   * @param in the file's bytes, closed by {@link #close}
   * @param file how messages name the file
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no header, or the file is something else
   *     than text in UTF-8
   */
  public CsvRecordReader(InputStream in, String file) throws IOException {
    this(in, file, false);
  }

  private CsvRecordReader(InputStream in, String file, boolean lenient) throws IOException {
    this.lenient = lenient;
    this.in = new InputStreamReader(
        FileForm.requireText(in, file),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
    this.file = file;
    this.header = readHeader();
    this.cells = new String[header.size()];
  }

  /**
   * Reads the header of a file that need not be of the bulk format: cells are separated by what the header has most of, commas,
   * semicolons, tabs or bars, and a cell in quotes may go over several lines.
   *
   * @param in the file's bytes, closed by {@link #close}
   * @param file how messages name the file
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no header, or the file is something else
   *     than text in UTF-8
   */
  public static CsvRecordReader lenient(InputStream in, String file) throws IOException {
    return new CsvRecordReader(in, file, true);
  }

  @Override
  public String file() {
    return file;
  }

  @Override
  public String form() {
    return "CSV";
  }

  @Override
  public boolean isOfBulkFormat() {
    return separator == ',' && !everJoined;
  }

  @Override
  public List<String> header() {
    return header;
  }

  /**
   * Moves to the next record; false at the end of the file.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the line, if it is not as many cells as the header
   */
  public boolean next() throws IOException {
    if (!nextRecord()) {
      return false;
    }
    readCells();
    return true;
  }

  /**
   * Takes the current line apart. Whether or not it can be, the next one can be moved to.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the line, if it is not as many cells as the header
   */
  @Override
  public void readCells() {
    int count = 0;
    at = lineStart;
    do {
      String cell = readCell(count);
      if (count < cells.length) {
        cells[count] = cell;
      }
      count++;
    } while (at++ < lineEnd);
    if (count != cells.length) {
      throw fault(
          "%d values, but the header names %d columns: put values that contain a comma in double quotes"
              .formatted(count, cells.length));
    }
  }

  /** A cell of the current record; null when it is empty. */
  @Override
  public @Nullable String cell(int column) {
    return cells[column];
  }

  /** The current record as it stands in the file. To be asked for before it is taken apart. */
  @Override
  public String text() {
    return new String(buffer, lineStart, lineEnd - lineStart);
  }

  /** The line in the file where the current record begins; the header's is 1. */
  @Override
  public long line() {
    return line;
  }

  @Override
  public PersonalizeException fault(String sentence) {
    return ErrorCode.INVALID_INPUT.because("%s, line %d: %s".formatted(file, line, sentence));
  }

  @Override
  public PersonalizeException fault(String column, String sentence) {
    return ErrorCode.INVALID_INPUT.because(
        "%s, line %d, column %s: %s".formatted(file, line, column, sentence));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<String> readHeader() throws IOException {
    if (!nextRecord()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is empty: its first line must name the columns".formatted(file));
    }
    if (buffer[lineStart] == BYTE_ORDER_MARK) {
      lineStart++;
    }
    FileForm.requireLines(text(), file);
    if (lenient) {
      separator = mostFrequentSeparator();
    }
    List<String> names = new ArrayList<>();
    at = lineStart;
    do {
      String name = readCell(names.size());
      names.add(name == null ? "" : name.strip());
    } while (at++ < lineEnd);
    if (!lenient) {
      FileForm.requireCommas(names, file);
    }
    return List.copyOf(names);
  }

  /** Outside of quotes, in the header. */
  private char mostFrequentSeparator() {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = lineStart; i < lineEnd; i++) {
      quoted ^= buffer[i] == '"';
      int which = SEPARATORS.indexOf(buffer[i]);
      if (!quoted && which >= 0) {
        counts[which]++;
      }
    }
    int most = 0;
    for (int which = 1; which < counts.length; which++) {
      most = counts[which] > counts[most] ? which : most;
    }
    return SEPARATORS.charAt(most);
  }

  /** Reads the cell that begins at {@code at} and leaves {@code at} on the separator or line end behind it. */
  private @Nullable String readCell(int column) {
    if (at < lineEnd && buffer[at] == '"') {
      return readQuotedCell(column);
    }
    int start = at;
    while (at < lineEnd && buffer[at] != separator) {
      at++;
    }
    return at == start ? null : new String(buffer, start, at - start);
  }

  private @Nullable String readQuotedCell(int column) {
    at++;
    int length = 0; // the cell is unescaped in place, where it always fits
    int start = at;
    while (at < lineEnd) {
      char c = buffer[at++];
      if (c == '\\' && at < lineEnd && isEscapable(buffer[at])) {
        c = buffer[at++];
      } else if (c == '"') {
        if (at < lineEnd && buffer[at] == '"') {
          at++;
        } else if (at == lineEnd || buffer[at] == separator) {
          return length == 0 ? null : new String(buffer, start, length);
        } else {
          throw fault(
              columnName(column),
              "there is text behind the closing quote: write \\\" for a quote inside a value");
        }
      }
      buffer[start + length++] = c;
    }
    throw fault(
        columnName(column),
        "the quote is not closed on its line: write \\\" for a quote and \\\\ for a backslash inside a value, and keep a"
            + " record on one line");
  }

  private String columnName(int column) {
    return column < header.size() ? header.get(column) : Integer.toString(column + 1);
  }

  /**
   * Moves to the next line that is not empty; false at the end of the file.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if what follows is no text, behind which nothing can be read
   */
  @Override
  public boolean nextRecord() throws IOException {
    do {
      line += 1 + joined;
      joined = 0;
      lineStart = nextLine;
      lineEnd = endOfLine(nextLine);
      joinLines();
      nextLine = Math.min(lineEnd + 1, filled);
      if (lineStart == filled) {
        return false;
      }
      if (lineEnd > lineStart && buffer[lineEnd - 1] == '\r') {
        lineEnd--;
      }
    } while (lineStart == lineEnd);
    return true;
  }

  /** Moves the record's end behind the lines that a cell in quotes goes over. */
  private void joinLines() throws IOException {
    int firstLine = lineEnd - lineStart;
    while ((goesOn() || isBreakEscaped()) && isQuoteOpen()) {
      if (joined == MAX_JOINED_LINES && !isBreakEscaped() || lineEnd == filled && exhausted) {
        joined = 0;
        lineEnd = lineStart + firstLine;
        return;
      }
      lineEnd = endOfLine(lineEnd + 1);
      joined++;
    }
    everJoined |= joined > 0;
  }

  /** May a cell go over lines as other programs write it? Not in the header, whose cells are few and short. */
  private boolean goesOn() {
    return lenient && !header.isEmpty();
  }

  /** Is there an escape before the end of the line, which is not escaped itself? */
  private boolean isBreakEscaped() {
    int at = lineEnd;
    while (at > lineStart && buffer[at - 1] == '\\') {
      at--;
    }
    return (lineEnd - at) % 2 == 1;
  }

  /** Can a backslash before this character stand for it? */
  private static boolean isEscapable(char c) {
    return c == '"' || c == '\\' || c == '\n' || c == '\r';
  }

  /** Is the record's last cell one in quotes that has not ended? */
  private boolean isQuoteOpen() {
    int i = lineStart;
    while (i < lineEnd) {
      if (buffer[i] != '"') {
        while (i < lineEnd && buffer[i] != separator) {
          i++;
        }
        i++;
        continue;
      }
      int end = endOfQuotes(i + 1);
      if (end > lineEnd) {
        return true;
      }
      if (end < lineEnd && buffer[end] != separator) {
        return false; // text behind the quotes, which is refused
      }
      i = end + 1;
    }
    return false;
  }

  /** The place behind the quote that ends the cell; more than {@code lineEnd} if none does. */
  private int endOfQuotes(int from) {
    int i = from;
    while (i < lineEnd) {
      char c = buffer[i];
      boolean pair = i + 1 < lineEnd
          && (c == '"' && buffer[i + 1] == '"' || c == '\\' && isEscapable(buffer[i + 1]));
      if (c == '"' && !pair) {
        return i + 1;
      }
      i += pair ? 2 : 1;
    }
    return lineEnd + 1;
  }

  /** The place of the line feed that ends the line of {@code from}, or the end of the file. */
  private int endOfLine(int from) throws IOException {
    int seen = Math.min(from, filled);
    while (true) {
      for (; seen < filled; seen++) {
        if (buffer[seen] == '\n') {
          return seen;
        }
      }
      if (exhausted) {
        return filled;
      }
      seen -= lineStart;
      fill();
    }
  }

  /** Reads more behind the line that begins at {@code lineStart}, which moves to the buffer's beginning. */
  private void fill() throws IOException {
    filled -= lineStart;
    System.arraycopy(buffer, lineStart, buffer, 0, filled);
    lineStart = 0;
    if (filled > MAX_LINE_LENGTH) {
      if (line == 1) {
        FileForm.requireLines(new String(buffer, 0, filled), file);
      }
      throw fault(
          "the line is longer than %d characters: is this a CSV file?".formatted(MAX_LINE_LENGTH));
    }
    if (buffer.length - filled < CHUNK) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      exhausted = read < 0;
      filled += Math.max(read, 0);
    } catch (CharacterCodingException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s, near line %d: the text is not UTF-8, but perhaps Windows-1252 or another encoding of one byte a character: save the file as UTF-8"
              .formatted(file, line),
          e);
    }
  }
}
