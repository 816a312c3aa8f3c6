// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Knobs;

/**
 * What texts are compared with.
 *
 * @param rank K, how many dimensions a text has at most by its terms; there are no more than texts or terms. An encoder has a
 *     rank of its own.
 * @param encoder {@link #TERMS}, or the name of a {@link TextEncoder}
 */
public record SemanticParameters(int rank, String encoder) implements ModelParameters {
  /** No language model. */
  static final String TERMS = "tf-idf";

  /** Where nothing else is asked for. */
  public static final SemanticParameters DEFAULT = new SemanticParameters(128, TERMS);

  private static final OneOf ENCODERS = (OneOf) Knobs.TEXT_ENCODER.range();

  private static final Settings<SemanticParameters> SETTINGS = new Settings<SemanticParameters>(
          SemanticFamily.NAME)
      .whole(
          "rank",
          8,
          512,
          SemanticParameters::rank,
          (each, value) -> new SemanticParameters(value, each.encoder))
      .oneOf(
          "encoder", ENCODERS.values(), SemanticParameters::encoder, SemanticParameters::encodedBy);

  /** The same by another encoder, whose name is given in any case. */
  SemanticParameters encodedBy(String other) {
    return new SemanticParameters(rank, ENCODERS.spelled(other));
  }

  /** Are texts compared by their terms, and not by a language model? */
  boolean isByTerms() {
    return encoder.equals(TERMS);
  }

  @Override
  public SemanticFamily family() {
    return SemanticFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public SemanticParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public SemanticTrainer trainer() {
    return new SemanticTrainer(this);
  }
}
