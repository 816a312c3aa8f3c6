// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.micro;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.PlainKernels;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.vector.VectorKernels;

/** The kernels on 64 rows, as a user with 64 events has them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static final int ROWS = 64;
  private static final int ITEMS = 1024;
  private static final int SYSTEMS = 4;

  @Param({"vector", "plain"})
  private String kernels = "";

  @Param({"64", "128"})
  private int rank;

  private Kernels implementation = new PlainKernels();
  private RowBuffer rows = implementation.rowBuffer(Kernels.WIDTH);
  private int[] indices = {};
  private float[] factors = {};
  private float[] weights = {};
  private float[] x = {};
  private float[] sum = {};
  private float[] matrix = {};
  private float[] system = {};
  private float[] systems = {};
  private float[] solutions = {};
  private float[] items = {};
  private float[] scores = {};

  @Setup
  public void prepare() {
    implementation = kernels.equals("plain") ? new PlainKernels() : new VectorKernels();
    indices = IntStream.range(0, ROWS).toArray();
    factors = random(ROWS * rank);
    weights = random(ROWS);
    x = random(rank);
    sum = new float[rank];
    matrix = new float[rank * rank];
    items = random(rank * ITEMS);
    scores = new float[ROWS * ITEMS];
    rows = implementation.rowBuffer(rank);
    gather();
    system = new float[rank * rank];
    systems = new float[SYSTEMS * rank * rank];
    solutions = random(SYSTEMS * rank);
    for (int k = 0; k < rank; k++) {
      system[k * rank + k] = 1;
    }
    rows.addOuterProducts(0, ROWS, system, 0);
  }

  private static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return values;
  }

  @Benchmark
  public int gather() {
    rows.clear();
    rows.add(factors, rank, 0, indices, 0, ROWS, weights, 0);
    return rows.size();
  }

  @Benchmark
  public float[] outerProducts() {
    rows.addOuterProducts(0, ROWS, matrix, 0);
    return matrix;
  }

  @Benchmark
  public double residual() {
    return rows.addResidual(0, ROWS, weights, x, 0, sum, 0);
  }

  @Benchmark
  public boolean solve() {
    for (int n = 0; n < SYSTEMS; n++) {
      System.arraycopy(system, 0, systems, n * system.length, system.length);
    }
    return implementation.solve(systems, rank, SYSTEMS, solutions);
  }

  @Benchmark
  public float[] scores() {
    implementation.addProduct(
        Tile.of(scores, ROWS, ITEMS), 1, Tile.of(factors, ROWS, rank), Tile.of(items, rank, ITEMS));
    return scores;
  }
}
