// SPDX-License-Identifier: Apache-2.0
/**
 * What campaigns and recommenders were asked lately, to be asked once more: {@link org.openpersonalize.store.replay.RecordedRequestTable}.
 */
@NullMarked
package org.openpersonalize.store.replay;

import org.jspecify.annotations.NullMarked;
