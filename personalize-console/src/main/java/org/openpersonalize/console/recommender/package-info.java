// SPDX-License-Identifier: Apache-2.0
/**
 * The pages of recommenders: what each is for and how good it is, and creating, changing, stopping, starting and deleting one. Start
 * at {@link org.openpersonalize.console.recommender.Recommenders}.
 */
@NullMarked
package org.openpersonalize.console.recommender;

import org.jspecify.annotations.NullMarked;
