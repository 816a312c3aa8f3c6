// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** Online Retail as the shop itself might export it: with columns of its own names, dates as text, and a few bad rows. */
final class ShopFiles {
  private static final Path DATA = Path.of("..", "demo-data", "online-retail");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ShopFiles() {}

  /** 396,337 purchases, and three rows that no import can take. */
  static Path sales(Path directory) throws IOException {
    Path file = directory.resolve("sales.csv");
    write("interactions.csv.gz", file, "CustomerID,StockCode,InvoiceDate,Quantity", line -> {
      String[] cells = line.split(",", -1);
      Instant time = Instant.ofEpochSecond(Long.parseLong(cells[2]));
      return String.join(",", cells[0], cells[1], DATE.format(time), cells[5]);
    });
    Files.writeString(
        file,
        "17850,21730,31/02/2011 10:00,6\n,21730,09/12/2011 12:50,1\n17850,,09/12/2011 12:50,2\n",
        UTF_8,
        StandardOpenOption.APPEND);
    return file;
  }

  /** What is known of the items. */
  static Path products(Path directory) throws IOException {
    Path file = directory.resolve("products.csv");
    write("items.csv.gz", file, "StockCode,Description,UnitPrice,FirstSold", line -> line);
    return file;
  }

  private static void write(String from, Path to, String header, UnaryOperator<String> row)
      throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(DATA.resolve(from))), UTF_8));
        BufferedWriter out = Files.newBufferedWriter(to)) {
      in.readLine();
      out.write(header + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(row.apply(line) + "\n");
      }
    }
  }
}
