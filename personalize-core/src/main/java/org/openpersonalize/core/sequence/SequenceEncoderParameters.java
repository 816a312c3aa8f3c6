// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;
import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What an encoder is trained with.
 *
 * @param rank d, how many numbers the vector of an item has
 * @param window how many steps back an event counts
 * @param epochs how often each event is predicted
 * @param negatives how many items each batch has beside those to be found
 * @param learningRate of Adam
 * @param dropout the share of a history's events that are left out, by lot and in training only
 * @param backward is the first event of a history learned from what came next? Otherwise it is none that is to be found
 */
public record SequenceEncoderParameters(
    int rank,
    int window,
    int epochs,
    int negatives,
    double learningRate,
    double dropout,
    boolean backward)
    implements ModelParameters {
  /** As they were measured on Amazon's toys and the sessions of Tmall; no others were searched. */
  public static final SequenceEncoderParameters DEFAULT =
      new SequenceEncoderParameters(64, 20, 10, 512, 0.002, 0.1, false);

  private static final Settings<SequenceEncoderParameters> SETTINGS = new Settings<
          SequenceEncoderParameters>(SequenceEncoderFamily.NAME)
      .whole(
          "factors", 1, 1024, SequenceEncoderParameters::rank, SequenceEncoderParameters::withRank)
      .whole(
          "window",
          1,
          100,
          SequenceEncoderParameters::window,
          SequenceEncoderParameters::withWindow)
      .whole(
          "epochs",
          1,
          1000,
          SequenceEncoderParameters::epochs,
          SequenceEncoderParameters::withEpochs)
      .whole(
          "negatives",
          1,
          1024,
          SequenceEncoderParameters::negatives,
          SequenceEncoderParameters::withNegatives)
      .real(
          "learning_rate",
          1e-6,
          1,
          SequenceEncoderParameters::learningRate,
          SequenceEncoderParameters::withLearningRate)
      .real(
          "dropout",
          0,
          0.9,
          SequenceEncoderParameters::dropout,
          SequenceEncoderParameters::withDropout)
      .oneOf(
          "backward",
          List.of("false", "true"),
          each -> Boolean.toString(each.backward),
          (each, word) -> each.withBackward(Boolean.parseBoolean(word)));

  @Override
  public SequenceEncoderFamily family() {
    return SequenceEncoderFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public SequenceEncoderParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public SequenceEncoderTrainer trainer() {
    return new SequenceEncoderTrainer(this);
  }

  SequenceEncoderParameters withRank(int other) {
    return new SequenceEncoderParameters(
        other, window, epochs, negatives, learningRate, dropout, backward);
  }

  SequenceEncoderParameters withWindow(int other) {
    return new SequenceEncoderParameters(
        rank, other, epochs, negatives, learningRate, dropout, backward);
  }

  SequenceEncoderParameters withEpochs(int other) {
    return new SequenceEncoderParameters(
        rank, window, other, negatives, learningRate, dropout, backward);
  }

  SequenceEncoderParameters withNegatives(int other) {
    return new SequenceEncoderParameters(
        rank, window, epochs, other, learningRate, dropout, backward);
  }

  SequenceEncoderParameters withLearningRate(double other) {
    return new SequenceEncoderParameters(rank, window, epochs, negatives, other, dropout, backward);
  }

  SequenceEncoderParameters withDropout(double other) {
    return new SequenceEncoderParameters(
        rank, window, epochs, negatives, learningRate, other, backward);
  }

  SequenceEncoderParameters withBackward(boolean other) {
    return new SequenceEncoderParameters(
        rank, window, epochs, negatives, learningRate, dropout, other);
  }
}
