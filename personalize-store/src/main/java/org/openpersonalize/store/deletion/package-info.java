// SPDX-License-Identifier: Apache-2.0
/**
 * What is stored of users is deleted: {@link org.openpersonalize.store.deletion.UserDeletion}, and what came of it is kept: {@link
 * org.openpersonalize.store.deletion.DeletionReceipt}.
 */
@NullMarked
package org.openpersonalize.store.deletion;

import org.jspecify.annotations.NullMarked;
