/**
 * A file that was not written for a dataset, and how its columns become those of one.
 *
 * <p>Start at {@link org.openpersonalize.core.mapping.ColumnLook}, which reads a file and says what stands in its columns. {@link
 * org.openpersonalize.core.mapping.Proposal} guesses of it which column is which, and what schema they make; somebody corrects
 * that. {@link org.openpersonalize.core.mapping.FileMapping} is what came out of it: it finds the values of a schema's columns in the
 * file, for an import that is rehearsed as for {@link org.openpersonalize.core.mapping.ConvertedCopy}, which writes them in the bulk
 * format.
 */
@NullMarked
package org.openpersonalize.core.mapping;

import org.jspecify.annotations.NullMarked;
