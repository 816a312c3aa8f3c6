/**
 * Bulk data: CSV files in S3 become rows.
 *
 * <p>Start at {@link org.openpersonalize.ingest.importjob.DatasetImporter}, which does the job that {@link
 * org.openpersonalize.ingest.importjob.DatasetImportService} enqueues. {@link
 * org.openpersonalize.ingest.importjob.ImportDryRunService} goes the same way, and stores nothing.
 */
@NullMarked
package org.openpersonalize.ingest.importjob;

import org.jspecify.annotations.NullMarked;
