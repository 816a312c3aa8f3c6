// SPDX-License-Identifier: Apache-2.0
/**
 * A factorization in which what the records of items say counts, the more the less is known of an item otherwise.
 *
 * <p>Start at {@link org.openpersonalize.core.coldstart.ColdStartTrainer}.
 */
@NullMarked
package org.openpersonalize.core.coldstart;

import org.jspecify.annotations.NullMarked;
