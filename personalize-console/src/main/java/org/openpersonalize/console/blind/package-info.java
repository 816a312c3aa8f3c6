// SPDX-License-Identifier: Apache-2.0
/**
 * Items that nobody sees, and who gets shown. Start at {@code BlindPages}, which asks {@link
 * org.openpersonalize.serving.blindspot.BlindSpotService}.
 */
@NullMarked
package org.openpersonalize.console.blind;

import org.jspecify.annotations.NullMarked;
