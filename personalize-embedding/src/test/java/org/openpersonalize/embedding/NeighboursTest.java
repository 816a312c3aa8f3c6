// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.embedding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.evaluation.ItemFile;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.semantic.SemanticModel;
import org.openpersonalize.core.semantic.SemanticParameters;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** How many of the nearest items have a category in common, which the model does not see; by sentence embeddings and by terms. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NeighboursTest {
  private static final int NEIGHBOURS = 10;

  @TempDir
  Path directory;

  @Test
  void products_whose_descriptions_name_their_kind_are_found_but_less_well_than_by_their_words()
      throws IOException {
    Path items = data("retail-demo-store/items.csv.gz");

    double byMeaning = share(items, "all-minilm-l6-v2-q", "CATEGORY_L2");
    double byTerms = share(items, "tf-idf", "CATEGORY_L2");

    assertThat(byMeaning).isBetween(0.60, byTerms);
  }

  @Test
  void films_are_found_better_than_by_the_words_of_their_titles() throws IOException {
    Path items = data("ml-1m/items.csv");

    double byMeaning = share(items, "all-minilm-l6-v2-q", "GENRES");
    double byTerms = share(items, "tf-idf", "GENRES");

    assertThat(byMeaning).isGreaterThan(byTerms);
  }

  /** Like those of the other modules: which data may not be redistributed is where PERSONALIZE_TEST_DATA says. */
  private static Path data(String file) {
    String root =
        Objects.requireNonNullElse(System.getenv("PERSONALIZE_TEST_DATA"), "../../shared/data");
    Path path = Path.of(root).resolve(file);
    assumeTrue(Files.exists(path), path + " is not here: set PERSONALIZE_TEST_DATA");
    return path;
  }

  private double share(Path file, String encoder, String categoryColumn) throws IOException {
    String schema = Files.readString(file.resolveSibling("schema-items.json"));
    Path named = Files.writeString(
        directory.resolve("schema.json"), schema.replaceFirst("\"textual\"", "\"itemName\""));
    RecordColumns records = ItemFile.read(file, named);
    InteractionLogBuilder builder = new InteractionLogBuilder();
    IntStream.range(0, records.size()).mapToObj(records::id).forEach(builder::addItem);
    InteractionLog log = builder.build();
    long start = System.nanoTime();
    SemanticModel model = SemanticParameters.DEFAULT
        .with("encoder", encoder)
        .trainer()
        .train(
            new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2)
                .withItems(() -> Optional.of(records)),
            TrainingProgress.NONE);
    double seconds = 1e-9 * (System.nanoTime() - start);
    Map<String, Set<String>> categories = categories(file, categoryColumn);
    int alike = 0;
    for (int item = 0; item < log.items().size(); item++) {
      Set<String> own = categories.get(log.items().id(item));
      for (int other : nearest(model, item)) {
        alike += Collections.disjoint(own, categories.get(log.items().id(other))) ? 0 : 1;
      }
    }
    double share = (double) alike / NEIGHBOURS / log.items().size();
    System.out.printf(
        "%s by %s: %,d items, %.1f %% of %d neighbours share a category, %.1f s%n",
        file.getParent().getFileName(),
        encoder,
        log.items().size(),
        100 * share,
        NEIGHBOURS,
        seconds);
    return share;
  }

  private static int[] nearest(SemanticModel model, int item) {
    float[] scores = new float[model.itemCount()];
    model.scorer(Query.ANYBODY.about(item)).scoreAll(scores);
    scores[item] = Float.NEGATIVE_INFINITY;
    TopN best = new TopN(NEIGHBOURS);
    for (int other = 0; other < scores.length; other++) {
      best.offer(other, scores[other]);
    }
    return best.drain().items();
  }

  private static Map<String, Set<String>> categories(Path file, String column) throws IOException {
    Map<String, Set<String>> categories = new HashMap<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        CsvRecordReader csv = new CsvRecordReader(in, file.toString())) {
      int id = csv.column("ITEM_ID");
      int category = csv.column(column);
      while (csv.next()) {
        categories.put(
            requireNonNull(csv.cell(id)),
            Set.of(requireNonNull(csv.cell(category)).split("\\|")));
      }
    }
    return categories;
  }
}
