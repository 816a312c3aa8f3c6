// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * Tells what a file is that was taken for CSV in UTF-8 and is something else, by its name, its first bytes or its header,
 * so that the answer says what to do about it.
 */
final class FileForm {
  private static final int HEAD = 16;

  /** How files begin, in hex, and what they then are. */
  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  /** How the names of files end that are no text, and what they are. */
  private static final Map<String, String> ENDINGS = new LinkedHashMap<>();

  static {
    BEGINNINGS.put(
        "1f8b",
        "is compressed with gzip: let its name end in .gz if it is to be imported, or decompress it");
    BEGINNINGS.put(
        "504b0304", "is a zip archive or an Excel workbook: unpack it, or save it as CSV");
    BEGINNINGS.put("d0cf11e0", notText("an old Excel workbook"));
    BEGINNINGS.put("425a6839314159265359", compressed("bzip2"));
    BEGINNINGS.put("28b52ffd", compressed("zstd"));
    BEGINNINGS.put("fd377a585a00", compressed("xz"));
    BEGINNINGS.put("04224d18", compressed("lz4"));
    BEGINNINGS.put("ff060000734e", compressed("snappy"));
    BEGINNINGS.put(
        "5041523115",
        "is Parquet: let its name end in .parquet if it is to be imported, or write it as CSV");
    BEGINNINGS.put("4f626a01", notText("an Avro container"));
    BEGINNINGS.put("4152524f57310000", notText("Arrow"));
    BEGINNINGS.put(
        "53514c69746520666f726d6174203300", "is an SQLite database: write its table as CSV");
    BEGINNINGS.put("255044462d", notText("PDF"));
    BEGINNINGS.put("fffe", "is text in UTF-16: save it as UTF-8");
    BEGINNINGS.put("feff", "is text in UTF-16: save it as UTF-8");
    ENDINGS.put(".zip", "is a zip archive: unpack it");
    ENDINGS.put(".bz2", compressed("bzip2"));
    ENDINGS.put(".zst", compressed("zstd"));
    ENDINGS.put(".xz", compressed("xz"));
    ENDINGS.put(".lz4", compressed("lz4"));
    ENDINGS.put(".snappy", compressed("snappy"));
    ENDINGS.put(".orc", notText("ORC"));
    ENDINGS.put(".avro", notText("an Avro container"));
    ENDINGS.put(".xlsx", notText("an Excel workbook"));
    ENDINGS.put(".xls", notText("an Excel workbook"));
  }

  private FileForm() {}

  private static String compressed(String by) {
    return "is compressed with %s: decompress it".formatted(by);
  }

  private static String notText(String form) {
    return "is %s: write it as CSV".formatted(form);
  }

  /** Refuses a file whose name says that it is of a form that is not read, saying which and what to do. */
  static void requireText(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    ENDINGS.forEach((ending, sentence) -> {
      if (name.endsWith(ending)) {
        throw refusal(file, sentence);
      }
    });
  }

  /** The same bytes, if they do not begin like something that is not text in UTF-8. */
  static InputStream requireText(InputStream in, String file) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, HEAD);
    byte[] head = whole.readNBytes(HEAD);
    whole.unread(head);
    String hex = HexFormat.of().formatHex(head);
    BEGINNINGS.forEach((beginning, sentence) -> {
      if (hex.startsWith(beginning)) {
        throw refusal(file, sentence);
      }
    });
    if (head.length > 1 && (head[0] == 0 || head[1] == 0)) {
      throw refusal(file, "has zero bytes, as text in UTF-16 has: save it as UTF-8");
    }
    if (hex.startsWith("4f5243") && hasControl(head)) {
      throw refusal(file, notText("ORC"));
    }
    return whole;
  }

  /** Is there a byte that no text has? */
  private static boolean hasControl(byte[] head) {
    for (byte each : head) {
      if (each >= 0 && each < '\t') {
        return true;
      }
    }
    return false;
  }

  /** Refuses a first line that is all of the file, or a part of a JSON text. */
  static void requireLines(String firstLine, String file) {
    if (firstLine.indexOf('\r') >= 0) {
      throw refusal(file, "ends its lines with a carriage return alone: end them with a line feed");
    }
    if (firstLine.startsWith("{") || firstLine.startsWith("[")) {
      throw refusal(file, "is JSON: write it as CSV, with a first line that names the columns");
    }
  }

  /** Refuses a header that is one column only because something else than commas stands between its names. */
  static void requireCommas(List<String> header, String file) {
    String first = header.get(0);
    if (header.size() == 1) {
      requireNone(first, ';', "semicolons", file);
      requireNone(first, '\t', "tabs", file);
      requireNone(first, '|', "bars", file);
    }
  }

  private static void requireNone(String name, char separator, String plural, String file) {
    if (name.indexOf(separator) >= 0) {
      throw refusal(
          file,
          "has %s between the names of its header: separate values by commas".formatted(plural));
    }
  }

  private static PersonalizeException refusal(String file, String sentence) {
    return ErrorCode.INVALID_INPUT.because("%s %s".formatted(file, sentence));
  }
}
