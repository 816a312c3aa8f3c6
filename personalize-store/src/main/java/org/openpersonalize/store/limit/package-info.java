// SPDX-License-Identifier: Apache-2.0
/**
 * How much of everything there may be: {@link org.openpersonalize.store.limit.Limits}, how one of them is kept: {@link
 * org.openpersonalize.store.limit.Quota}, and how many do what takes long at a time: {@link
 * org.openpersonalize.store.limit.Turnstile}.
 */
@NullMarked
package org.openpersonalize.store.limit;

import org.jspecify.annotations.NullMarked;
