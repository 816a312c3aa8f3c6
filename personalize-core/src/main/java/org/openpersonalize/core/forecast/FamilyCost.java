package org.openpersonalize.core.forecast;

import java.util.List;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.similarity.Measure;

/** What training and asking a model of one family takes. */
sealed interface FamilyCost {
  /** The cost of models by these parameters; popularity is free beside all else. */
  static FamilyCost of(ModelParameters parameters) {
    if (parameters instanceof AlsParameters als) {
      return new Factorization(als);
    }
    if (parameters instanceof EaseParameters ease) {
      return new Ease(ease);
    }
    if (parameters instanceof ItemItemParameters itemItem) {
      return new ItemItem(itemItem);
    }
    if (parameters instanceof BlendParameters blend) {
      return new Blend(blend.components().stream()
          .map(component -> of(component.parameters()))
          .toList());
    }
    return new Popularity();
  }

  /** Seconds to train. */
  double trainSeconds(Workload work, Machine machine);

  /** Seconds to score all items for one user, all threads at work. */
  double askSeconds(Workload work, Machine machine);

  /** Bytes needed while training, the model itself and the matrices not counted. */
  long scratchBytes(Workload work);

  /** Bytes of the model. */
  long modelBytes(Workload work);

  record Factorization(AlsParameters parameters) implements FamilyCost {
    private long rank() {
      return Kernels.padded(parameters.rank());
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double sweep = 2.0 * work.interactions() * machine.entry()
          + (work.users() + work.items()) * machine.row()
          + work.interactions()
              * (machine.farRow(4 * rank() * work.users())
                  + machine.farRow(4 * rank() * work.items()));
      return parameters.sweeps() * sweep;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return machine.row()
          + work.meanLength() * machine.entry()
          + work.items() * rank() * machine.multiplication();
    }

    @Override
    public long scratchBytes(Workload work) {
      return 4 * rank() * work.users();
    }

    @Override
    public long modelBytes(Workload work) {
      return 4 * rank() * work.items();
    }
  }

  record Ease(EaseParameters parameters) implements FamilyCost {
    private static final double OF_A_CUBE = 0.5; // a Cholesky factor and its inverse

    /** How much slower than products within the caches the inverse's are, which go through the whole matrix. */
    private static final double FROM_MEMORY = 1.35;

    private static final double PIVOTS = 128;
    private static final double SECONDS_PER_PIVOTS =
        4e-3; // their inverse, in doubles and by one thread
    private static final double OF_ALL_PAIRS = 0.5; // those of the Gram matrix's lower triangle

    /** Of the time of a pair counted: rows of weights lie one behind the other. */
    private static final double DENSE = 0.25;

    private double head(Workload work) {
      return Math.min(parameters.denseItems(), work.items());
    }

    private boolean hasTail(Workload work) {
      return work.items() > parameters.denseItems();
    }

    /** What the tail counts, nothing if there is none. */
    private Pairs tail(Workload work) {
      return hasTail(work) ? Pairs.of(work, parameters.memoryMegabytes()) : Pairs.NONE;
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double head = head(work);
      return OF_ALL_PAIRS * work.pairs() * machine.pair()
          + tail(work).seconds(machine)
          + OF_A_CUBE * head * head * head * FROM_MEMORY * machine.multiplication()
          + head / PIVOTS * SECONDS_PER_PIVOTS;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength()
          * (DENSE * head(work) * machine.pair() + tail(work).askSeconds(machine));
    }

    @Override
    public long scratchBytes(Workload work) {
      return tail(work).bytes() / 2;
    }

    @Override
    public long modelBytes(Workload work) {
      double head = head(work);
      return (long) (4 * head * head) + tail(work).bytes();
    }
  }

  record ItemItem(ItemItemParameters parameters) implements FamilyCost {
    private Pairs pairs(Workload work) {
      return Pairs.of(work, parameters.memoryMegabytes());
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return pairs(work).seconds(machine);
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength() * pairs(work).askSeconds(machine);
    }

    @Override
    public long scratchBytes(Workload work) {
      return pairs(work).bytes() / 2;
    }

    @Override
    public long modelBytes(Workload work) {
      return pairs(work).bytes();
    }
  }

  record Popularity() implements FamilyCost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return 0;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return 0;
    }

    @Override
    public long scratchBytes(Workload work) {
      return 0;
    }

    @Override
    public long modelBytes(Workload work) {
      return 0;
    }
  }

  record Blend(List<FamilyCost> components) implements FamilyCost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double apart = components.stream()
          .mapToDouble(each -> each.trainSeconds(work, machine))
          .sum();
      return apart - shared(work).seconds(machine);
    }

    /** The pairs that EASE and item-item count alike, once for both. */
    private Pairs shared(Workload work) {
      for (FamilyCost one : components) {
        for (FamilyCost other : components) {
          if (one instanceof Ease ease
              && other instanceof ItemItem itemItem
              && itemItem.parameters.measure() == Measure.CO_OCCURRENCE
              && ease.parameters.userExponent() == itemItem.parameters.userExponent()
              && ease.parameters.memoryMegabytes() == itemItem.parameters.memoryMegabytes()) {
            return ease.tail(work);
          }
        }
      }
      return Pairs.NONE;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return components.stream()
          .mapToDouble(each -> each.askSeconds(work, machine))
          .sum();
    }

    @Override
    public long scratchBytes(Workload work) {
      return components.stream()
          .mapToLong(each -> each.scratchBytes(work))
          .max()
          .orElse(0);
    }

    @Override
    public long modelBytes(Workload work) {
      long apart = components.stream().mapToLong(each -> each.modelBytes(work)).sum();
      return apart - shared(work).bytes();
    }
  }

  /**
   * Counting which pairs of items somebody has both of.
   *
   * @param counted Σᵤ nᵤ²
   * @param met different pairs among them
   * @param kept those that memory allows to keep
   * @param passes over what is counted: another one comes first where not all might be kept, to find out how many can be
   * @param items of the catalogue
   */
  record Pairs(double counted, double met, double kept, int passes, double items) {
    static final Pairs NONE = new Pairs(0, 0, 0, 1, 1);

    private static final double BYTES = 8;

    /** Of the time of a pair counted: taking its sum, and choosing the strongest of too many. */
    private static final double TAKEN = 8;

    private static final double CHOSEN = 16;

    /** Of the time of a pair counted: sums are added in the order of their items. */
    private static final double ADDED = 0.5;

    static Pairs of(Workload work, int memoryMegabytes) {
      double all = (double) work.items() * work.items();
      double met = all * -Math.expm1(-work.pairs() / all); // pairs fall on pairs of items at random
      double room = (double) memoryMegabytes * (1 << 20) / BYTES;
      int passes = Math.min(work.pairs(), all) > room ? 2 : 1;
      return new Pairs(work.pairs(), met, Math.min(met, room), passes, Math.max(1, work.items()));
    }

    double seconds(Machine machine) {
      double taken = kept < met ? TAKEN + CHOSEN : TAKEN;
      return (passes * counted + taken * met) * machine.pair();
    }

    /** Seconds to add the neighbours of one item to the scores. */
    double askSeconds(Machine machine) {
      return ADDED * kept / items * machine.pair();
    }

    long bytes() {
      return (long) (BYTES * kept);
    }
  }
}
