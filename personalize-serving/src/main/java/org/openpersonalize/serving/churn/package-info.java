// SPDX-License-Identifier: Apache-2.0
/**
 * How much of what users are shown changes when one version answers in the place of another: {@link
 * org.openpersonalize.serving.churn.ListChurnService}.
 */
@NullMarked
package org.openpersonalize.serving.churn;

import org.jspecify.annotations.NullMarked;
