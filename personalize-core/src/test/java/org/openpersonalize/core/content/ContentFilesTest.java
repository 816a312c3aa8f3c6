// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContentFilesTest {
  private static final int ITEMS = 60;

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final ModelWriter writer = new ModelWriter(file -> new ByteArrayOutputStream() {
    @Override
    public void close() {
      files.put(file, toByteArray());
    }
  });

  @Test
  void what_is_read_gives_the_vectors_of_what_was_written() throws IOException {
    ContentVectors written = trained();

    ContentFiles.write(writer, written);
    ContentVectors read = ContentFiles.read(reader(), written.fit());

    ItemRecords items = new Shelf()
        .put("{\"GENRES\": \"g1|g2\", \"PRICE\": 5, \"TITLE\": \"number two\"}")
        .put("{\"GENRES\": \"unheard of\"}")
        .records();
    assertThat(read.of(items).values()).isEqualTo(written.of(items).values()).doesNotContain(0);
    assertThat(read.fit()).isEqualTo(written.fit());
    assertThat(read.sizeInBytes()).isEqualTo(written.sizeInBytes());
  }

  @Test
  void coefficients_of_other_features_are_refused() throws IOException {
    ContentVectors written = trained();
    ContentFiles.write(writer, written);
    writer.writeTensors("content.safetensors", Map.of("means", new Tensor.Floats(new float[2], 2)));

    assertThatThrownBy(() -> ContentFiles.read(reader(), written.fit()))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("content.safetensors");
  }

  private static ContentVectors trained() {
    Shelf shelf = new Shelf();
    FactorMatrix factors = new FactorMatrix(ITEMS, 3);
    for (int item = 0; item < ITEMS; item++) {
      shelf.put("{\"GENRES\": \"g%d\", \"PRICE\": %d, \"TITLE\": \"number %s\"}"
          .formatted(item % 3, item, item % 2 == 0 ? "two" : "one"));
      factors.values()[3 * item + item % 3] = 1 + item % 2;
    }
    int[] users = new int[ITEMS];
    Arrays.fill(users, 10);
    return new ContentTrainer(1, 1)
        .train(shelf.records(), factors, users, TrainingProgress.NONE)
        .orElseThrow();
  }

  private ModelReader reader() throws IOException {
    writer.writeManifest(Map.of("files", writer.files()));
    return ModelReader.open(file -> new ByteArrayInputStream(files.get(file)));
  }
}
