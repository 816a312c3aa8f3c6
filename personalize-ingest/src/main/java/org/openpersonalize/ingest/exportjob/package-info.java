// SPDX-License-Identifier: Apache-2.0
/**
 * Bulk data the other way: rows become CSV files in S3, which an import reads the same again.
 *
 * <p>Start at {@link org.openpersonalize.ingest.exportjob.DatasetExporter}, which does the job that {@link
 * org.openpersonalize.ingest.exportjob.DatasetExportService} enqueues.
 */
@NullMarked
package org.openpersonalize.ingest.exportjob;

import org.jspecify.annotations.NullMarked;
