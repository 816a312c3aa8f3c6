// SPDX-License-Identifier: Apache-2.0
/**
 * The processes of the service, how they are, and what waits for them: {@link org.openpersonalize.store.node.Nodes}.
 */
@NullMarked
package org.openpersonalize.store.node;

import org.jspecify.annotations.NullMarked;
