// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.acceptance.conformance.CallRecorder;

/** A real shop's data: CSV files of the bulk format and the Avro schemas that describe them. */
enum DataSet {
  /** 396,337 purchases of 4,334 customers, in the repository: never skipped. */
  ONLINE_RETAIL(Path.of("..", "demo-data", "online-retail"), ".csv.gz", """
      {"creationTimestamp": 1323500000, "price": 2.5}
      """, """
      {"country": "Portugal"}
      """),

  /** 100,000 ratings by 943 users, which may not be redistributed: skipped where it is absent. */
  MOVIELENS_100K(testData().resolve("ml-100k"), ".csv", """
      {"title": "New", "genres": "Drama|Comedy", "year": 1998}
      """, """
      {"age": 30, "gender": "F", "occupation": "writer", "zip": "1000"}
      """);

  /** The types of a dataset group's datasets, which also name the files. */
  static final List<String> TYPES = List.of("interactions", "items", "users");

  private final Path folder;
  private final String suffix;
  private final String itemProperties;
  private final String userProperties;

  DataSet(Path folder, String suffix, String itemProperties, String userProperties) {
    this.folder = folder;
    this.suffix = suffix;
    this.itemProperties = itemProperties;
    this.userProperties = userProperties;
  }

  private static Path testData() {
    return Path.of(Objects.requireNonNullElse(
        System.getenv("PERSONALIZE_TEST_DATA"),
        Path.of("..", "..", "shared", "data").toString()));
  }

  /** As resources are named after it. */
  String shopName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Path folder() {
    return folder.toAbsolutePath().normalize();
  }

  boolean isPresent() {
    return Files.exists(folder.resolve("interactions" + suffix));
  }

  /** The Avro schema of a type. */
  String schema(String type) {
    try {
      return Files.readString(folder.resolve("schema-%s.json".formatted(type)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What PutItems may say of an item. */
  String itemProperties() {
    return itemProperties;
  }

  /** What PutUsers may say of a user. */
  String userProperties() {
    return userProperties;
  }

  /** The lines of a type's CSV file, the header first; interactions are in the order of time. */
  List<String> lines(String type) {
    CallRecorder.noteRealRows();
    Path file = folder.resolve(type + suffix);
    try (InputStream in = Files.newInputStream(file);
        InputStream text = suffix.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
