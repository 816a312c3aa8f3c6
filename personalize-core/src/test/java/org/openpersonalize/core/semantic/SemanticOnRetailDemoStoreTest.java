// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;

/** Items of a shop whose names and descriptions tell their category, which the model does not see. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SemanticOnRetailDemoStoreTest {
  private static final int NEIGHBOURS = 10;

  @Test
  void most_of_the_nearest_items_are_of_the_same_category(@TempDir Path directory)
      throws IOException {
    Path file = TestData.notRedistributable("retail-demo-store/items.csv.gz");
    String schema = Files.readString(file.resolveSibling("schema-items.json"));
    Path named = Files.writeString(
        directory.resolve("schema.json"), schema.replaceFirst("\"textual\"", "\"itemName\""));
    RecordColumns records = ItemFile.read(file, named);
    InteractionLogBuilder builder = new InteractionLogBuilder();
    IntStream.range(0, records.size()).mapToObj(records::id).forEach(builder::addItem);
    InteractionLog log = builder.build();
    SemanticModel model = Texts.train(new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2)
        .withItems(() -> Optional.of(records)));

    Map<String, String> categories = categories(file);
    int alike = 0;
    for (int item = 0; item < log.items().size(); item++) {
      String category = categories.get(log.items().id(item));
      for (int other : nearest(model, item)) {
        alike += category.equals(categories.get(log.items().id(other))) ? 1 : 0;
      }
    }

    double share = (double) alike / NEIGHBOURS / log.items().size();
    System.out.printf(
        "Semantic similarity on Retail Demo Store: %,d items, %.1f %% of %d neighbours of the category%n",
        log.items().size(), 100 * share, NEIGHBOURS);
    assertThat(share).isGreaterThan(0.69);
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

  private static Map<String, String> categories(Path file) throws IOException {
    Map<String, String> categories = new HashMap<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        CsvRecordReader csv = new CsvRecordReader(in, file.toString())) {
      int id = csv.column("ITEM_ID");
      int category = csv.column("CATEGORY_L2");
      while (csv.next()) {
        categories.put(requireNonNull(csv.cell(id)), requireNonNull(csv.cell(category)));
      }
    }
    return categories;
  }
}
