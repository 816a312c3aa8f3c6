/**
 * Several models that answer as one.
 *
 * <p>Start at {@link BlendModel}, which says how scores of different families are put on one scale.
 */
@NullMarked
package org.openpersonalize.core.blend;

import org.jspecify.annotations.NullMarked;
