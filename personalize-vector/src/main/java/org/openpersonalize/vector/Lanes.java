package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The widest vectors of this processor, and sums across their lanes. */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** How many lanes a vector has: 4, 8 or 16. */
  static final int COUNT = SPECIES.length();

  private static final VectorShuffle<Float> SWAP_HALVES = swap(COUNT / 2);
  private static final VectorShuffle<Float> SWAP_QUARTERS = swap(COUNT / 4);
  private static final VectorShuffle<Float> SWAP_PAIRS = swap(COUNT >= 16 ? 2 : 1);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS = swap(1);
  private static final VectorMask<Float> UPPER_HALF = bit(COUNT / 2);
  private static final VectorMask<Float> UPPER_QUARTERS = bit(COUNT / 4);

  private Lanes() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
  }

  private static VectorMask<Float> bit(int distance) {
    boolean[] bits = new boolean[COUNT];
    for (int lane = 0; lane < COUNT; lane++) {
      bits[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, bits, 0);
  }

  /**
   * The sums over the lanes of four vectors at once, which {@code reduceLanes} does one lane after the other. They stand
   * in the lanes 0, COUNT/2, COUNT/4 and 3·COUNT/4 of the result, in this order.
   */
  static FloatVector sums(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector ab = a.blend(b, UPPER_HALF).add(b.blend(a, UPPER_HALF).rearrange(SWAP_HALVES));
    FloatVector cd = c.blend(d, UPPER_HALF).add(d.blend(c, UPPER_HALF).rearrange(SWAP_HALVES));
    FloatVector sums =
        ab.blend(cd, UPPER_QUARTERS).add(cd.blend(ab, UPPER_QUARTERS).rearrange(SWAP_QUARTERS));
    if (COUNT >= 16) {
      sums = sums.add(sums.rearrange(SWAP_PAIRS));
    }
    if (COUNT >= 8) {
      sums = sums.add(sums.rearrange(SWAP_NEIGHBOURS));
    }
    return sums;
  }
}
