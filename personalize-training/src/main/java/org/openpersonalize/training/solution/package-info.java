/** Recipes, solutions and solution versions as the API shows them. */
@NullMarked
package org.openpersonalize.training.solution;

import org.jspecify.annotations.NullMarked;
