// SPDX-License-Identifier: Apache-2.0
/**
 * Items that are alike by what is known of them, whoever takes them.
 *
 * <p>Start at {@link org.openpersonalize.core.metadata.MetadataModel}.
 */
@NullMarked
package org.openpersonalize.core.metadata;

import org.jspecify.annotations.NullMarked;
