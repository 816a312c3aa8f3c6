// SPDX-License-Identifier: Apache-2.0
/** Users who are to be forgotten, and the receipts of that. Start at {@code DeletionController}. */
@NullMarked
package org.openpersonalize.console.deletion;

import org.jspecify.annotations.NullMarked;
