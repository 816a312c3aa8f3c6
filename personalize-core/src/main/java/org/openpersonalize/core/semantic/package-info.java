/**
 * Items whose texts mean something similar, by the words and pieces of words that they share: latent semantic analysis of
 * TF-IDF (Deerwester, Dumais, Furnas, Landauer, Harshman: Indexing by Latent Semantic Analysis, JASIS 1990). There is no
 * language model in it: that two words mean the same is known only as far as they stand in the same texts. A module may bring one, a
 * {@link org.openpersonalize.core.semantic.TextEncoder}.
 *
 * <p>Start at {@link org.openpersonalize.core.semantic.SemanticTrainer}. {@link org.openpersonalize.core.semantic.Terms}
 * takes a text apart, {@link org.openpersonalize.core.semantic.Vocabulary} weighs what is found, {@link
 * org.openpersonalize.core.semantic.RandomizedSvd} finds the directions that texts have in common, and {@link
 * org.openpersonalize.core.semantic.TermVectors} places any text among them, those that come after the training as well.
 *
 * <p>Shapes: I items, N texts that the directions are found in, T terms, of which a text has few hundred, K dimensions.
 */
@NullMarked
package org.openpersonalize.core.semantic;

import org.jspecify.annotations.NullMarked;
