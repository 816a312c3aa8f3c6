// SPDX-License-Identifier: Apache-2.0
/**
 * What items of a list have in common, in a few words of their own: class-based TF-IDF. Start at {@link
 * org.openpersonalize.core.theme.ThemeFinder}. There is no language model in it: a theme is made of words, pairs of words and
 * categories that the items' records have.
 */
@NullMarked
package org.openpersonalize.core.theme;

import org.jspecify.annotations.NullMarked;
