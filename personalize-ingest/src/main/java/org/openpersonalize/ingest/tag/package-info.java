/** Labels on resources of any kind: {@link org.openpersonalize.ingest.tag.TagService}. */
@NullMarked
package org.openpersonalize.ingest.tag;

import org.jspecify.annotations.NullMarked;
