// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.IOException;

/** A file of which any part can be read. */
@FunctionalInterface
public interface FileParts {
  /** The bytes from a place on, all {@code count} of them. */
  byte[] read(long from, int count) throws IOException;
}
