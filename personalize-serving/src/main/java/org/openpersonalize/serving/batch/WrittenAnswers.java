// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/** Reads the beginning of what batch jobs have written. */
@Component
public class WrittenAnswers {
  /** A line of a segment may name millions of users. */
  private static final int MOST_BYTES = 1 << 20;

  private final BatchFiles files;

  WrittenAnswers(BatchFiles files) {
    this.files = files;
  }

  /**
   * The first answers to the first file of a job that is done.
   *
   * @return none where there is no such file any more, or its first line is longer than a mebibyte
   */
  public List<WrittenAnswer> first(BatchJob job, int most) throws IOException {
    for (S3Location written : files.written(job, 1)) {
      try (InputStream file = files.open(written)) {
        return wholeLines(new String(file.readNBytes(MOST_BYTES), UTF_8))
            .lines()
            .limit(most)
            .map(WrittenAnswer::parse)
            .flatMap(Optional::stream)
            .toList();
      } catch (ObjectNotFound gone) {
        return List.of();
      }
    }
    return List.of();
  }

  /** Without the line in whose middle reading ended; of the last one of a file it is not known, so each ends with a line break. */
  private static String wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }
}
