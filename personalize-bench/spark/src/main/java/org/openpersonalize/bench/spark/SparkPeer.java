package org.openpersonalize.bench.spark;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains Spark MLlib's implicit ALS and says how long a sweep takes.
 *
 * <p>A fit of one iteration costs seconds of set-up, so a sweep is the difference between a fit of many and a fit of one,
 * divided by the sweeps between them; the fit of one is done twice, and the first, which warms up, is not counted.
 *
 * <p>Arguments: a CSV file of user, item and confidence without header, rank, iterations, alpha, regParam, seed, the
 * master, and the file for the factors. It is written as ints and floats: rank, then users and items, each as their
 * number and for each row its id and its factors. The last line on standard output is {@code sweepSeconds fitSeconds}.
 */
public final class SparkPeer {
  private SparkPeer() {}

  public static void main(String[] arguments) throws IOException {
    int rank = Integer.parseInt(arguments[1]);
    int iterations = Integer.parseInt(arguments[2]);
    ALS als = new ALS()
        .setImplicitPrefs(true)
        .setRank(rank)
        .setAlpha(Double.parseDouble(arguments[3]))
        .setRegParam(Double.parseDouble(arguments[4]))
        .setSeed(Long.parseLong(arguments[5]))
        .setNumBlocks(2)
        .setUserCol("user")
        .setItemCol("item")
        .setRatingCol("confidence");
    try (SparkSession spark = SparkSession.builder()
        .master(arguments[6])
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      Dataset<Row> interactions = spark
          .read()
          .schema("user INT, item INT, confidence FLOAT")
          .csv(arguments[0])
          .repartition(2)
          .cache();
      interactions.count();

      fit(als.setMaxIter(1), interactions);
      Timed one = fit(als.setMaxIter(1), interactions);
      Timed all = fit(als.setMaxIter(iterations), interactions);
      write(all.model, rank, Path.of(arguments[7]));
      System.out.printf(
          Locale.ROOT,
          "%.6f %.6f%n",
          (all.seconds - one.seconds) / (iterations - 1),
          all.seconds);
    }
  }

  private record Timed(ALSModel model, double seconds) {}

  private static Timed fit(ALS als, Dataset<Row> interactions) {
    long start = System.nanoTime();
    ALSModel model = als.fit(interactions);
    model.itemFactors().count();
    return new Timed(model, (System.nanoTime() - start) / 1e9);
  }

  private static void write(ALSModel model, int rank, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(rank);
      write(model.userFactors().collectAsList(), out);
      write(model.itemFactors().collectAsList(), out);
    }
  }

  private static void write(List<Row> rows, DataOutputStream out) throws IOException {
    out.writeInt(rows.size());
    for (Row row : rows) {
      out.writeInt(row.getInt(0));
      for (Object factor : row.getList(1)) {
        out.writeFloat((Float) factor);
      }
    }
  }
}
