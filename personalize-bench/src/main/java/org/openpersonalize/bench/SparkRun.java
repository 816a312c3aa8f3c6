// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Spark MLlib's ALS on the same confidences, in a JVM of its own with Spark's class path.
 *
 * @param sweepSeconds of one user and one item half-sweep
 * @param model what it learned
 */
record SparkRun(double sweepSeconds, SparkFactors model) {
  /** What Spark wants opened of a modular JDK; its own launcher passes the same. */
  private static final List<String> OPENED = List.of(
      "java.lang",
      "java.lang.invoke",
      "java.lang.reflect",
      "java.io",
      "java.net",
      "java.nio",
      "java.util",
      "java.util.concurrent",
      "java.util.concurrent.atomic",
      "sun.nio.ch",
      "sun.nio.cs",
      "sun.security.action",
      "sun.util.calendar");

  /**
   * What Spark is told. Its confidence is 1 + alpha · c, and it multiplies regParam by a row's number of entries.
   *
   * @param home the folder of the peer's pom, built
   * @param java the JVM, 17 or 21
   */
  record Settings(
      Path home,
      Path java,
      int rank,
      int iterations,
      double alpha,
      double regParam,
      int threads,
      long seed) {}

  static SparkRun of(InteractionMatrix usersByItems, Settings settings)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("personalize-bench");
    Path interactions = folder.resolve("interactions.csv");
    Path factors = folder.resolve("factors");
    Path log = folder.resolve("log");
    try {
      PeerFile.write(usersByItems, interactions);
      double seconds = run(settings, interactions, factors, log);
      return new SparkRun(seconds, new SparkFactors(factors, usersByItems));
    } finally {
      Files.deleteIfExists(interactions);
      Files.deleteIfExists(factors);
      Files.deleteIfExists(log);
      Files.delete(folder);
    }
  }

  private static double run(Settings settings, Path interactions, Path factors, Path log)
      throws IOException, InterruptedException {
    Path target = settings.home.resolve("target");
    List<String> command = new ArrayList<>(List.of(settings.java.toString(), "-Xmx6g"));
    command.add("--add-modules=jdk.incubator.vector");
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.addAll(List.of(
        "-cp",
        target.resolve("spark-peer.jar") + ":" + target.resolve("lib") + "/*",
        "org.openpersonalize.bench.spark.SparkPeer",
        interactions.toString(),
        Integer.toString(settings.rank),
        Integer.toString(settings.iterations),
        Double.toString(settings.alpha),
        Double.toString(settings.regParam),
        Long.toString(settings.seed),
        "local[" + settings.threads + "]",
        factors.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    // Its threads fight with Spark's own and make it many times slower.
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process = builder.start();
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("Spark ended with exit code %d; its output above says why"
          .formatted(process.exitValue()));
    }
    return Double.parseDouble(last.split(" ")[0]);
  }
}
