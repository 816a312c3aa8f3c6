// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;

/**
 * What encoding the texts of all items takes, by trying some: a product's name and a description of fifty words. It is tried
 * once by each JVM, and what comes of it is kept.
 */
record EncodingCost(TextEncoder encoder) implements Cost {
  private static final List<String> TRIED = List.of(
      "Adventure-Ready Expedition Backpack\nEmbark on your next outdoor journey with our rugged backpack. It has a robust harness"
          + " with black straps, for comfort and stability on long treks, and many compartments and fasteners, with which"
          + " your gear is in order and at hand on any excursion, in sun and rain.",
      "Mauve Leather Daypack\nThis stylish daypack of soft, pebbled leather is elegant and useful. It has a sleek, curved shape"
          + " and zippers in the colour of gold. It is made for every day, offers enough room for all that one carries, and"
          + " keeps a compact outline that goes with anything.");
  private static final int ROUNDS = 8;

  /** Bytes that a language model of this kind takes with its workspace, as a rule. */
  private static final long ENCODER_BYTES = 200L << 20;

  private static final Map<String, Double> SECONDS = new ConcurrentHashMap<>();

  private double secondsPerText() {
    return SECONDS.computeIfAbsent(encoder.name(), name -> {
      encoder.encode(TRIED); // loads it
      long start = System.nanoTime();
      for (int round = 0; round < ROUNDS; round++) {
        encoder.encode(TRIED);
      }
      return 1e-9 * (System.nanoTime() - start) / (ROUNDS * TRIED.size());
    });
  }

  @Override
  public double trainSeconds(Workload work, Machine machine) {
    return secondsPerText() * work.items() / machine.threads();
  }

  @Override
  public double askSeconds(Workload work, Machine machine) {
    return (double) work.items() * encoder.rank() * machine.multiplication();
  }

  @Override
  public long scratchBytes(Workload work) {
    return (long) Float.BYTES * encoder.rank() * work.items() + ENCODER_BYTES;
  }

  @Override
  public long modelBytes(Workload work) {
    return (long) Float.BYTES * (encoder.rank() + 2) * work.items();
  }
}
