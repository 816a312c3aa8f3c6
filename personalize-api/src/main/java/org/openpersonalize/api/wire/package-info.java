/**
 * The two JSON protocols of the API, and the one way through both: parse, validate, call, serialise.
 *
 * <p>Start at a {@link org.openpersonalize.api.wire.OperationTable}, where the operations stand, then
 * {@link org.openpersonalize.api.wire.OperationFilter}, which calls them, and
 * {@link org.openpersonalize.api.wire.ErrorAdvice}, which answers when something goes wrong.
 */
@NullMarked
package org.openpersonalize.api.wire;

import org.jspecify.annotations.NullMarked;
