// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.core.csv.CsvRecordReader;

/**
 * A year of a British gift shop, packaged with the service: Chen, D. (2015), Online Retail, UCI Machine Learning
 * Repository, DOI 10.24432/C5BW33, CC BY 4.0; see NOTICE.
 */
final class OnlineRetail {
  static final List<String> TYPES = List.of("interactions", "items", "users");

  /** The data ends on 9 December 2011. */
  static final Instant DAY_AFTER = Instant.parse("2011-12-10T10:00:00Z");

  private static final String FOLDER = "/demo-data/online-retail/";

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Set<String>> purchases = new LinkedHashMap<>();

  OnlineRetail() {
    read("items", "ITEM_ID", "DESCRIPTION", names::put);
    read("interactions", "USER_ID", "ITEM_ID", (user, item) -> {
      Set<String> items = purchases.computeIfAbsent(user, first -> new LinkedHashSet<>());
      items.remove(item);
      items.add(item);
    });
  }

  /** The Avro schema of a data set type. */
  String schema(String type) {
    try (InputStream text = resource("schema-%s.json".formatted(type))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The CSV file of a data set type, unpacked. */
  InputStream csv(String type) {
    try {
      return new GZIPInputStream(resource("%s.csv.gz".formatted(type)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an item is called in the shop. */
  String name(String itemId) {
    return names.getOrDefault(itemId, itemId);
  }

  /** What a customer bought, the latest first. */
  List<String> latestPurchases(String userId, int count) {
    List<String> items = List.copyOf(purchases.getOrDefault(userId, Set.of()));
    List<String> latest =
        new ArrayList<>(items.subList(Math.max(0, items.size() - count), items.size()));
    Collections.reverse(latest);
    return latest;
  }

  /** How many different items a customer bought. */
  int differentItems(String userId) {
    return purchases.getOrDefault(userId, Set.of()).size();
  }

  private void read(String type, String left, String right, BiConsumer<String, String> row) {
    try (CsvRecordReader reader = new CsvRecordReader(csv(type), type + ".csv")) {
      int leftColumn = reader.column(left);
      int rightColumn = reader.column(right);
      while (reader.next()) {
        row.accept(
            Objects.requireNonNullElse(reader.cell(leftColumn), ""),
            Objects.requireNonNullElse(reader.cell(rightColumn), ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String file) {
    InputStream resource = OnlineRetail.class.getResourceAsStream(FOLDER + file);
    if (resource == null) {
      throw new IllegalStateException("The program was packaged without " + FOLDER + file);
    }
    return resource;
  }
}
