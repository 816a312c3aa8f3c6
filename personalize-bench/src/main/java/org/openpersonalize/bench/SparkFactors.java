// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;

/** What Spark learned, asked by our evaluator; it knows a user by the items of the training data. */
final class SparkFactors implements Model {
  private final float[] @Nullable [] items;
  private final Map<Integer, float[]> usersByHistory = new HashMap<>();

  /** @param file as SparkPeer wrote it */
  SparkFactors(Path file, InteractionMatrix usersByItems) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int rank = in.readInt();
      float[] @Nullable [] users = read(in, rank, usersByItems.rows());
      items = read(in, rank, usersByItems.columns());
      for (int user = 0; user < users.length; user++) {
        if (users[user] != null) {
          usersByHistory.put(
              Arrays.hashCode(Arrays.copyOfRange(
                  usersByItems.columnIndices(), usersByItems.start(user), usersByItems.end(user))),
              users[user]);
        }
      }
    }
  }

  private static float[] @Nullable [] read(DataInputStream in, int rank, int rows)
      throws IOException {
    float[] @Nullable [] factors = new float[rows][];
    int present = in.readInt();
    for (int n = 0; n < present; n++) {
      float[] row = new float[rank];
      factors[in.readInt()] = row;
      for (int k = 0; k < rank; k++) {
        row[k] = in.readFloat();
      }
    }
    return factors;
  }

  @Override
  public int itemCount() {
    return items.length;
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] user = usersByHistory.get(Arrays.hashCode(query.seen()));
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return items.length;
      }

      @Override
      public void scoreBlock(int block, float[] scores) {
        int from = block * BLOCK;
        for (int item = from; item < Math.min(items.length, from + BLOCK); item++) {
          scores[item - from] = score(item);
        }
      }

      @Override
      public float score(int item) {
        float[] factors = items[item];
        float sum = 0;
        if (user != null && factors != null) {
          for (int k = 0; k < user.length; k++) {
            sum += user[k] * factors[k];
          }
        }
        return sum;
      }
    };
  }

  @Override
  public long sizeInBytes() {
    return 0;
  }
}
