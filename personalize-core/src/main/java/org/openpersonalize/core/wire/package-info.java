/**
 * How a value is spelled on the wire, and in {@code jsonb}, which is the same spelling.
 *
 * <p>Start at {@link org.openpersonalize.core.wire.WireJson}; {@link org.openpersonalize.core.wire.WireTypes} holds the
 * three types that Jackson would write differently, {@link org.openpersonalize.core.wire.JsonFault} the sentences a
 * client reads when its JSON does not fit.
 */
@NullMarked
package org.openpersonalize.core.wire;

import org.jspecify.annotations.NullMarked;
