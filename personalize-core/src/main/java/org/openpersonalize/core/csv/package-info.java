/**
 * The bulk format: CSV as Personalize reads it.
 *
 * <p>Start at {@link org.openpersonalize.core.csv.DatasetRecordReader}, which reads a file by a dataset's schema; {@link
 * org.openpersonalize.core.csv.CsvRecordReader} below it knows lines and cells only. {@link
 * org.openpersonalize.core.csv.Refusals} decides whether a record that is refused ends the reading.
 */
@NullMarked
package org.openpersonalize.core.csv;

import org.jspecify.annotations.NullMarked;
