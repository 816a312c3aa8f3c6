// SPDX-License-Identifier: Apache-2.0
/**
 * What a training would be like, told before anybody asks for it: {@link
 * org.openpersonalize.training.outlook.TrainingOutlookService}.
 */
@NullMarked
package org.openpersonalize.training.outlook;

import org.jspecify.annotations.NullMarked;
