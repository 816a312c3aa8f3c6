// SPDX-License-Identifier: Apache-2.0
/**
 * How often to train a solution: what it would have brought, on its page, and the form that has it tested. Start at {@code
 * CadenceController}.
 */
@NullMarked
package org.openpersonalize.console.cadence;

import org.jspecify.annotations.NullMarked;
