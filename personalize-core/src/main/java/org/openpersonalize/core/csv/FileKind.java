// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.util.Locale;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** The forms of files that imports read. A file's name tells which it is, and its first bytes must agree. */
public enum FileKind {
  /** {@link CsvRecordReader} has the format. Whatever the name is, if it is none of the others'. */
  CSV(".csv"),
  /** The same, compressed. */
  GZIPPED_CSV(".csv.gz"),
  /** Columns with types. Read by whoever knows the format, which core does not. */
  PARQUET(".parquet");

  private final String ending;

  FileKind(String ending) {
    this.ending = ending;
  }

  /** How a name ends that stands for this form. */
  public String ending() {
    return ending;
  }

  /**
   * The form of a file of this name.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is one that is not read, saying which and what to do
   */
  public static FileKind of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(PARQUET.ending)) {
      return PARQUET;
    }
    if (name.endsWith(".gz") || name.endsWith(".gzip")) {
      return GZIPPED_CSV;
    }
    FileForm.requireText(file);
    return CSV;
  }
}
