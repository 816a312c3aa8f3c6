// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.training.TrainingData;

/**
 * Those of the factorization, and how much records count in it.
 *
 * @param factorization whose settings are settings of these, by a method that {@linkplain
 *     org.openpersonalize.core.als.RowSolver.Method#takesMeans takes means}
 * @param metadataWeight κ, which share of the vector that its record says an item is drawn towards: 0 is the factorization alone
 */
public record ColdStartParameters(AlsParameters factorization, double metadataWeight)
    implements ModelParameters {
  private static final String METADATA_WEIGHT = "metadata_weight";

  private static final Settings<ColdStartParameters> OWN = new Settings<ColdStartParameters>(
          ColdStartFamily.NAME)
      .real(
          METADATA_WEIGHT,
          0,
          1,
          ColdStartParameters::metadataWeight,
          ColdStartParameters::withMetadataWeight);

  /** A factorization as it is where nothing else is asked for, of items that are drawn a fifth of the way. */
  public static final ColdStartParameters DEFAULT =
      new ColdStartParameters(AlsParameters.DEFAULT, 0.2);

  public ColdStartParameters {
    if (!factorization.method().takesMeans()) {
      throw new IllegalArgumentException(
          "%s draws items towards what their records say, which no other solver does than conjugate-gradient and cholesky"
              .formatted(ColdStartFamily.NAME));
    }
  }

  @Override
  public ColdStartFamily family() {
    return ColdStartFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>(factorization.settings());
    all.putAll(OWN.of(this));
    return all;
  }

  @Override
  public ColdStartParameters with(String name, String value) {
    return name.equals(METADATA_WEIGHT)
        ? OWN.with(this, name, value)
        : withFactorization(factorization.with(name, value));
  }

  @Override
  public ColdStartParameters fittedTo(TrainingData data) {
    return withFactorization(factorization.fittedTo(data));
  }

  @Override
  public ColdStartTrainer trainer() {
    return new ColdStartTrainer(this);
  }

  /** The same with another factorization. */
  public ColdStartParameters withFactorization(AlsParameters other) {
    return new ColdStartParameters(other, metadataWeight);
  }

  ColdStartParameters withMetadataWeight(double other) {
    return new ColdStartParameters(factorization, other);
  }
}
