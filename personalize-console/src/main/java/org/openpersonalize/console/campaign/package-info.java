// SPDX-License-Identifier: Apache-2.0
/**
 * The pages of campaigns: which there are, what each answers with and answered with before, and putting another version live or an
 * earlier one again. Start at {@link org.openpersonalize.console.campaign.ServingController}.
 */
@NullMarked
package org.openpersonalize.console.campaign;

import org.jspecify.annotations.NullMarked;
