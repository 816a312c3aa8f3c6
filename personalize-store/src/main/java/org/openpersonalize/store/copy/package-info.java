/**
 * Postgres' binary COPY format, the fastest way in and out of a table:
 * {@link org.openpersonalize.store.copy.CopyWriter} and {@link org.openpersonalize.store.copy.CopyReader},
 * which {@link org.openpersonalize.store.copy.Copies} hands out.
 *
 * <p>The format: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, Binary Format</a>.
 */
@NullMarked
package org.openpersonalize.store.copy;

import org.jspecify.annotations.NullMarked;
