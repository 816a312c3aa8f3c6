// SPDX-License-Identifier: Apache-2.0
/**
 * Parquet files as imports read them and exports write them.
 *
 * <p>Start at {@link org.openpersonalize.ingest.parquet.ParquetRecordReader}, which reads a file row by row as the texts that a CSV
 * of the same data would have, and {@link org.openpersonalize.ingest.parquet.ParquetRecordWriter}, which does the reverse. Encodings
 * of pages, levels and metadata are those of parquet-java's modules that know nothing of Hadoop; what lies between them and an
 * object's bytes is here.
 */
@NullMarked
package org.openpersonalize.ingest.parquet;

import org.jspecify.annotations.NullMarked;
