/**
 * Data in: dataset groups, schemas, datasets and trackers; imports; single events, items and users.
 *
 * <p>Start at {@link org.openpersonalize.ingest.event.EventService#put} for how an event becomes a row, and at {@link
 * org.openpersonalize.ingest.importjob.DatasetImporter} for how a file does.
 */
@NullMarked
package org.openpersonalize.ingest;

import org.jspecify.annotations.NullMarked;
