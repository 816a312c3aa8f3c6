/**
 * What the data of a dataset group is worth: {@link org.openpersonalize.ingest.insight.InsightService}.
 */
@NullMarked
package org.openpersonalize.ingest.insight;

import org.jspecify.annotations.NullMarked;
