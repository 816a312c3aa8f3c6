/**
 * Data that comes one by one: PutEvents, PutItems, PutUsers, and the same of actions.
 *
 * <p>Start at {@link org.openpersonalize.ingest.event.EventService#put}.
 */
@NullMarked
package org.openpersonalize.ingest.event;

import org.jspecify.annotations.NullMarked;
