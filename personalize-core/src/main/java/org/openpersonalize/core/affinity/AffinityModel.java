// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.FactorizedModel;
import org.openpersonalize.core.family.UserAffinity;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * A factorization that knows its users. Asked about a user it answers as the factorization does; asked about items, it says of
 * every user how likely the user is to take them, O(UK) an item.
 */
public final class AffinityModel implements FactorizedModel, UserAffinity {
  /** Of more items than this the most taken stand for all. */
  static final int MOST_ITEMS = 100;

  private final FactorModel factors;
  private final FactorMatrix itemFactors;
  private final Users users;
  private final Takers takers;
  private final Evidence evidence;

  AffinityModel(FactorModel factors, Users users, Takers takers, Evidence evidence) {
    this.factors = factors;
    this.itemFactors = factors.itemFactors();
    this.users = users;
    this.takers = takers;
    this.evidence = evidence;
  }

  @Override
  public FactorModel factors() {
    return factors;
  }

  Users known() {
    return users;
  }

  Takers takers() {
    return takers;
  }

  Evidence evidence() {
    return evidence;
  }

  /** The same by other evidence. */
  AffinityModel by(Evidence other) {
    return new AffinityModel(factors, users, takers, other);
  }

  @Override
  public IdIndex users() {
    return users.ids();
  }

  @Override
  public Optional<UserAffinity> userAffinity() {
    return Optional.of(this);
  }

  /** 1 − Π (1 − p) over the items, of more than a hundred over those that most users took. */
  @Override
  public float[] probabilities(int... items) {
    float[] none = new float[users.size()];
    Arrays.fill(none, 1);
    for (int item : mostTaken(items)) {
      Described described = described(item);
      for (int user = 0; user < none.length; user++) {
        none[user] *= (float) (1 - evidence.probability(described.of(user)));
      }
    }
    for (int user = 0; user < none.length; user++) {
      none[user] = 1 - none[user];
    }
    return none;
  }

  private int[] mostTaken(int[] items) {
    return items.length <= MOST_ITEMS
        ? items
        : IntStream.of(items)
            .boxed()
            .sorted(Comparator.comparingInt(item -> -takers.count(item)))
            .limit(MOST_ITEMS)
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** What is known of each user and an item. */
  Described described(int item) {
    float[] y = new float[itemFactors.rank()];
    itemFactors.copyRow(item, y, 0);
    return new Described(item, users.products(y));
  }

  /** One user after the other; not thread-safe. */
  final class Described {
    private final int item;
    private final float[] products;
    private final double[] features = new double[Evidence.SIZE];

    private Described(int item, float[] products) {
      this.item = item;
      this.products = products;
    }

    /** The features of a user, overwritten by the next. */
    double[] of(int user) {
      Evidence.describe(
          products[user],
          takers.has(item, user),
          users.events()[user],
          users.daysSinceNewest()[user],
          takers.count(item),
          features);
      return features;
    }
  }

  @Override
  public long sizeInBytes() {
    return factors.sizeInBytes()
        + 4L * itemFactors.values().length
        + users.sizeInBytes()
        + takers.sizeInBytes();
  }
}
