package org.openpersonalize.core.forecast;

import java.util.List;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;

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

    private double head(Workload work) {
      return Math.min(parameters.denseItems(), work.items());
    }

    private boolean hasTail(Workload work) {
      return work.items() > parameters.denseItems();
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double head = head(work);
      double counted = (hasTail(work) ? 1.5 : 0.5) * work.pairs() * machine.pair();
      return counted + OF_A_CUBE * head * head * head * machine.multiplication();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength() * head(work) * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return hasTail(work) ? pairBytes(work, parameters.memoryMegabytes()) / 2 : 0;
    }

    @Override
    public long modelBytes(Workload work) {
      double head = head(work);
      return (long) (4 * head * head)
          + (hasTail(work) ? pairBytes(work, parameters.memoryMegabytes()) : 0);
    }
  }

  record ItemItem(ItemItemParameters parameters) implements FamilyCost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return work.pairs() * machine.pair();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      double neighbours =
          pairBytes(work, parameters.memoryMegabytes()) / 8.0 / Math.max(1, work.items());
      return work.meanLength() * neighbours * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return pairBytes(work, parameters.memoryMegabytes()) / 2;
    }

    @Override
    public long modelBytes(Workload work) {
      return pairBytes(work, parameters.memoryMegabytes());
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
      return components.stream()
          .mapToDouble(each -> each.trainSeconds(work, machine))
          .sum();
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
      return components.stream().mapToLong(each -> each.modelBytes(work)).sum();
    }
  }

  /** 8 bytes a pair of items that somebody had both of: no more than there are, and than may be kept. */
  private static long pairBytes(Workload work, int memoryMegabytes) {
    double all = (double) work.items() * work.items();
    double met = all * -Math.expm1(-work.pairs() / all); // pairs fall on pairs of items at random
    return (long) Math.min(8 * met, (double) memoryMegabytes * (1 << 20));
  }
}
