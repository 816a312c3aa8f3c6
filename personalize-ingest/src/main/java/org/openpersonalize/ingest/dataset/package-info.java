/**
 * Dataset groups, schemas, datasets and event trackers.
 *
 * <p>Start at {@link org.openpersonalize.ingest.dataset.DatasetService}: the other services are simpler forms of it.
 */
@NullMarked
package org.openpersonalize.ingest.dataset;

import org.jspecify.annotations.NullMarked;
