/**
 * Items that came after a model was trained, and how they are tried.
 *
 * <p>{@link org.openpersonalize.serving.exploration.LiveDeployments} gives a deployment the items of this moment and says which of
 * them may be tried; {@link org.openpersonalize.serving.exploration.EventRefresh} has models go on with events; {@link
 * org.openpersonalize.serving.exploration.Exposures} counts what comes of it.
 */
@NullMarked
package org.openpersonalize.serving.exploration;

import org.jspecify.annotations.NullMarked;
