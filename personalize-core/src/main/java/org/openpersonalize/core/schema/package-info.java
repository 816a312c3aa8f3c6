/**
 * What a dataset's records look like.
 *
 * <p>Start at {@link org.openpersonalize.core.schema.DatasetSchema}: it reads the Avro schema a client registered and
 * holds it to the rules of its {@link org.openpersonalize.core.schema.DatasetType} and {@link
 * org.openpersonalize.core.schema.Domain}, which stand as one table in {@code ReservedColumns}.
 */
@NullMarked
package org.openpersonalize.core.schema;

import org.jspecify.annotations.NullMarked;
