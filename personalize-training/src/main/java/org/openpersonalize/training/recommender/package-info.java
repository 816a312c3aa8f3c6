// SPDX-License-Identifier: Apache-2.0
/** What is done about recommenders beside their trainings: when they are trained anew, and how they go. */
@NullMarked
package org.openpersonalize.training.recommender;

import org.jspecify.annotations.NullMarked;
