// SPDX-License-Identifier: Apache-2.0
/**
 * The pages of solutions and their versions: which there are, training another, how one went and how good it is, and two beside each
 * other. Start at {@link org.openpersonalize.console.model.ModelsController}.
 */
@NullMarked
package org.openpersonalize.console.model;

import org.jspecify.annotations.NullMarked;
