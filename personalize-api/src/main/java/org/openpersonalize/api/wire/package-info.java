/**
 * The two JSON protocols of the API, and the one way through both: parse, validate, call, serialise.
 *
 * <p>Start at {@link org.openpersonalize.api.wire.OperationTable}, every operation there is, then
 * {@link org.openpersonalize.api.wire.OperationController}, which calls them, and
 * {@link org.openpersonalize.api.wire.ErrorAdvice}, which answers when something goes wrong.
 */
@NullMarked
package org.openpersonalize.api.wire;

import org.jspecify.annotations.NullMarked;
