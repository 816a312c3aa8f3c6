/** Models in memory: {@link org.openpersonalize.serving.model.ModelCache}. */
@NullMarked
package org.openpersonalize.serving.model;

import org.jspecify.annotations.NullMarked;
