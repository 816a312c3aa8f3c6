/** Brings models to where they are served from: {@link org.openpersonalize.training.publish.ModelPublisher}. */
@NullMarked
package org.openpersonalize.training.publish;

import org.jspecify.annotations.NullMarked;
