/**
 * What all families of models have in common.
 *
 * <p>Start at {@link ModelFamily}: each family's package has one, which says what its {@link ModelParameters} are, what they
 * {@link Cost}, and how its {@link Model} is written and read. A {@link Trainer} makes the model of some parameters. Where
 * the rest of the service has to treat families differently it asks for a trait, such as {@link ItemExponents} of
 * parameters, or what only some models have, such as {@link ItemVectors}.
 */
@NullMarked
package org.openpersonalize.core.family;

import org.jspecify.annotations.NullMarked;
