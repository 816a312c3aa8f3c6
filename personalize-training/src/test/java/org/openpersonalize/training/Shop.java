// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.store.interaction.InteractionLoader;
import org.springframework.stereotype.Component;

/** A dataset group with interactions to train on. */
@Component
public class Shop extends org.openpersonalize.store.testing.Shop {
  private static final Path ONLINE_RETAIL =
      Path.of("..", "demo-data", "online-retail", "interactions.csv.gz");

  Shop(Tables tables) {
    super(tables);
  }

  /** Loads the first lines of Online Retail. */
  public void sell(int lines) {
    sell(loader -> {
      try (BufferedReader reader = new BufferedReader(new InputStreamReader(
          new GZIPInputStream(Files.newInputStream(ONLINE_RETAIL)), StandardCharsets.UTF_8))) {
        reader.lines().skip(1).limit(lines).forEach(line -> add(line.split(","), loader));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static void add(String[] cells, InteractionLoader loader) {
    loader.add(
        cells[0],
        cells[1],
        cells[3],
        Double.parseDouble(cells[4]),
        1000 * Long.parseLong(cells[2]),
        null,
        null,
        null,
        null);
  }
}
