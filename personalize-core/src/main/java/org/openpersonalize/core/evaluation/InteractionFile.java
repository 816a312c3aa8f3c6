package org.openpersonalize.core.evaluation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Reads interactions from a CSV file, gzipped or not, without a schema.
 *
 * <p>The columns USER_ID and ITEM_ID must be there; TIMESTAMP (epoch seconds), EVENT_TYPE and EVENT_VALUE are read where
 * they are, and all others are passed over. Without TIMESTAMP everything happened at once.
 */
public final class InteractionFile {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC = 0x8B1F; // its two bytes, the first one lowest

  private InteractionFile() {}

  /**
   * Reads a file.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the file, and
   *     where it can the line, if it is not there or not of this form
   */
  public static InteractionLog read(Path file) throws IOException {
    InteractionLogBuilder log = new InteractionLogBuilder();
    try (CsvRecordReader csv = new CsvRecordReader(open(file), file.toString())) {
      int user = required(csv, file, "USER_ID");
      int item = required(csv, file, "ITEM_ID");
      int time = csv.header().indexOf("TIMESTAMP");
      int type = csv.header().indexOf("EVENT_TYPE");
      int value = csv.header().indexOf("EVENT_VALUE");
      while (csv.next()) {
        log.add(
            present(csv, file, user, "USER_ID"),
            present(csv, file, item, "ITEM_ID"),
            type < 0 ? null : csv.cell(type),
            value < 0 ? Float.NaN : value(csv, file, csv.cell(value)),
            time < 0 ? 0 : millis(csv, file, csv.cell(time)));
      }
    }
    if (log.size() == 0) {
      throw ErrorCode.INVALID_INPUT.because("%s has a header but no interactions".formatted(file));
    }
    return log.build();
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is a directory: name a CSV file in it".formatted(file));
    }
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(in, BUFFER) : in;
    } catch (NoSuchFileException e) {
      throw ErrorCode.INVALID_INPUT.because("There is no file %s".formatted(file), e);
    }
  }

  private static int required(CsvRecordReader csv, Path file, String column) {
    int place = csv.header().indexOf(column);
    if (place < 0) {
      throw ErrorCode.INVALID_INPUT.because("%s has no column %s; its header names %s"
          .formatted(file, column, String.join(", ", csv.header())));
    }
    return place;
  }

  private static String present(CsvRecordReader csv, Path file, int place, String column) {
    String cell = csv.cell(place);
    if (cell == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s, line %d: %s is missing".formatted(file, csv.line(), column));
    }
    return cell;
  }

  private static float value(CsvRecordReader csv, Path file, @Nullable String cell) {
    try {
      return cell == null ? Float.NaN : Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s, line %d: EVENT_VALUE must be a number, but is '%s'"
              .formatted(file, csv.line(), cell),
          e);
    }
  }

  private static long millis(CsvRecordReader csv, Path file, @Nullable String cell) {
    try {
      return 1000 * Long.parseLong(cell == null ? "" : cell);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s, line %d: TIMESTAMP must be whole seconds since 1970, but is '%s'"
              .formatted(file, csv.line(), cell == null ? "" : cell),
          e);
    }
  }
}
