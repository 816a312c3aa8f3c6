// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.HalfRows;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Solves EASE on the normalised Gram matrix {@code G = D^−½ N D^−½}, N being {@link CoOccurrence} and D the items'
 * degrees:
 *
 * <pre>
 *   P = (G + L·1)⁻¹,   L = λ · mean of G's diagonal,   Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ,   Bᵢᵢ = 0
 * </pre>
 *
 * for the head of the catalogue, its most popular items. For all other pairs {@code Bᵢⱼ = Gᵢⱼ / L}, which is what B goes
 * over into for a large ridge, so that both parts have one scale. Steck: Embarrassingly Shallow Autoencoders for Sparse
 * Data, WWW 2019, for G = N.
 */
public final class EaseTrainer implements Trainer<EaseModel> {
  private static final int ITEMS_AT_A_TIME = 16;
  private static final int TILE = 64;
  private static final double COUNTED = 0.1; // of the whole work

  private final EaseParameters parameters;
  private final Kernels kernels;

  public EaseTrainer(EaseParameters parameters) {
    this(parameters, Kernels.best());
  }

  EaseTrainer(EaseParameters parameters, Kernels kernels) {
    this.parameters = parameters;
    this.kernels = kernels;
  }

  @Override
  public EaseModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    float[] degrees = CoOccurrence.degrees(data.likedItemsByUsers());
    int[] head = mostPopular(degrees, parameters.denseItems());
    @Nullable CoOccurrence counts = EaseModel.hasTail(degrees, head)
        ? data.coOccurrence(
            parameters.userExponent(), (long) parameters.memoryMegabytes() << 20, progress)
        : null;
    float[] matrix = gram(data, degrees, head, progress);
    double ridge = parameters.regularization() * meanDiagonal(matrix, head.length, counts);
    for (int row = 0; row < head.length; row++) {
      matrix[row * head.length + row] += (float) ridge;
    }
    progress.report(COUNTED, Double.NaN, "count");
    SymmetricInverse.negate(
        matrix, head.length, kernels, data.threads(), progress.part("invert", COUNTED, 1));
    toWeights(matrix, head.length, data.threads());
    return new EaseModel(
        degrees,
        head,
        HalfRows.of(matrix, head.length),
        counts,
        (float) ridge,
        parameters.historyExponent(),
        parameters.targetExponent());
  }

  /** The n items with the most users, in ascending order; fewer if not so many have any. */
  static int[] mostPopular(float[] degrees, int n) {
    return IntStream.range(0, degrees.length)
        .filter(item -> degrees[item] > 0)
        .boxed()
        .sorted((one, other) -> degrees[one] != degrees[other]
            ? Float.compare(degrees[other], degrees[one])
            : Integer.compare(one, other))
        .limit(n)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** The lower triangle of G among the head's items, [n · n]. */
  private float[] gram(TrainingData data, float[] degrees, int[] head, TrainingProgress progress) {
    InteractionMatrix usersByItems = data.usersByLikedItems();
    InteractionMatrix itemsByUsers = data.likedItemsByUsers();
    int n = head.length;
    float[] userScales =
        CoOccurrence.powers(CoOccurrence.degrees(usersByItems), -parameters.userExponent());
    float[] itemScales = CoOccurrence.powers(degrees, -0.5);
    int[] place = new int[degrees.length]; // of an item within the head
    Arrays.fill(place, -1);
    for (int row = 0; row < n; row++) {
      place[head[row]] = row;
    }
    float[] gram = new float[Math.multiplyExact(n, n)];
    new RowBlocks(n, ITEMS_AT_A_TIME).run(data.threads(), () -> {
      float[] sums = new float[n];
      return (block, from, to) -> {
        progress.throwIfCancelled();
        for (int row = from; row < to; row++) {
          int item = head[row];
          Arrays.fill(sums, 0, row + 1, 0);
          for (int entry = itemsByUsers.start(item); entry < itemsByUsers.end(item); entry++) {
            int user = itemsByUsers.columnIndices()[entry];
            addUser(usersByItems, user, userScales[user], item, place, sums);
          }
          for (int column = 0; column <= row; column++) {
            gram[row * n + column] = sums[column] * itemScales[item] * itemScales[head[column]];
          }
        }
      };
    });
    return gram;
  }

  /** Adds {@code scale} for the user's items up to {@code last}, which is one of them. */
  private static void addUser(
      InteractionMatrix usersByItems, int user, float scale, int last, int[] place, float[] sums) {
    int[] items = usersByItems.columnIndices();
    for (int entry = usersByItems.start(user); items[entry] < last; entry++) {
      int column = place[items[entry]];
      if (column >= 0) {
        sums[column] += scale;
      }
    }
    sums[place[last]] += scale;
  }

  /** The mean of G's diagonal over the head, or over all items if there is no head. */
  private static double meanDiagonal(float[] gram, int n, @Nullable CoOccurrence counts) {
    if (n > 0) {
      return IntStream.range(0, n)
          .mapToDouble(row -> gram[row * n + row])
          .average()
          .orElseThrow();
    }
    if (counts == null) {
      return 1;
    }
    return IntStream.range(0, counts.items())
        .filter(item -> counts.degrees()[item] > 0)
        .mapToDouble(item -> counts.sum(item, item) / counts.degrees()[item])
        .average()
        .orElse(1);
  }

  /** Turns the lower triangle of −P into B, both of its triangles. */
  private static void toWeights(float[] matrix, int n, int threads) {
    float[] inverseDiagonal = new float[n]; // 1 / Pⱼⱼ
    for (int row = 0; row < n; row++) {
      inverseDiagonal[row] = -1 / matrix[row * n + row];
    }
    new RowBlocks(n, TILE).run(threads, () -> (block, from, to) -> {
      for (int left = 0; left < to; left += TILE) {
        for (int row = from; row < to; row++) {
          for (int column = left; column < Math.min(row, left + TILE); column++) {
            float negative = matrix[row * n + column];
            matrix[row * n + column] = negative * inverseDiagonal[column];
            matrix[column * n + row] = negative * inverseDiagonal[row];
          }
        }
      }
      for (int row = from; row < to; row++) {
        matrix[row * n + row] = 0;
      }
    });
  }
}
