/**
 * Tags on resources: {@link org.openpersonalize.store.tag.TagTable}.
 */
@NullMarked
package org.openpersonalize.store.tag;

import org.jspecify.annotations.NullMarked;
