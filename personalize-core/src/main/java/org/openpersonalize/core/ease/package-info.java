/**
 * EASE: how much each item says about each other one, solved for all items at once. Steck: Embarrassingly Shallow
 * Autoencoders for Sparse Data, WWW 2019.
 *
 * <p>Start at {@link EaseTrainer}. It inverts one large matrix for the head of the catalogue ({@link SymmetricInverse})
 * and leaves the tail to co-occurrence, into which EASE goes over for a large ridge; {@link EaseModel} puts the two
 * together.
 */
@NullMarked
package org.openpersonalize.core.ease;

import org.jspecify.annotations.NullMarked;
