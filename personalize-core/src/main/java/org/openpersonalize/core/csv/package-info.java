/**
 * Files of records: CSV as Personalize reads it, and what other forms have in common with it.
 *
 * <p>Start at {@link org.openpersonalize.core.csv.DatasetRecordReader}, which reads a file by a dataset's schema; the {@link
 * org.openpersonalize.core.csv.CellReader} below it knows cells only, and {@link org.openpersonalize.core.csv.CsvRecordReader} is
 * that of CSV. {@link org.openpersonalize.core.csv.FileKind} tells by a name which form a file has. {@link
 * org.openpersonalize.core.csv.Refusals} decides whether a record that is refused ends the reading.
 */
@NullMarked
package org.openpersonalize.core.csv;

import org.jspecify.annotations.NullMarked;
