// SPDX-License-Identifier: Apache-2.0
/**
 * Which items nobody sees, and why. {@link org.openpersonalize.serving.blindspot.BlindSpotService} is what is asked; it has a {@code
 * Search} look through the items of a dataset group, and keeps the {@code Survey} that comes of it for a while.
 */
@NullMarked
package org.openpersonalize.serving.blindspot;

import org.jspecify.annotations.NullMarked;
