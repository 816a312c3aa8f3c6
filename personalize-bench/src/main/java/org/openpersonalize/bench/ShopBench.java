// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Writes a shop that is made up, to be imported into a running service and measured there: {@link GeneratedInteractions} and
 * items with ten columns, the schemas beside them. The same arguments write the same files.
 */
@Command(
    name = "shop",
    description =
        "Write the files of a made-up shop: interactions, items with ten columns, schemas.",
    mixinStandardHelpOptions = true)
final class ShopBench implements Callable<Integer> {
  private static final long FIRST_SECOND = 1_700_000_000;

  /** So few items have one BRAND, and they lie far apart in the catalogue. */
  private static final int ITEMS_OF_A_BRAND = 10;

  private static final String INTERACTIONS_SCHEMA = """
      {"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"EVENT_TYPE","type":"string"},
        {"name":"TIMESTAMP","type":"long"}]}
      """;
  private static final String ITEMS_SCHEMA = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":"string","categorical":true},
        {"name":"CATEGORY","type":"string","categorical":true},
        {"name":"SUBCATEGORY","type":"string","categorical":true},
        {"name":"BRAND","type":"string","categorical":true},
        {"name":"COLOUR","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":"long"},
        {"name":"STOCK","type":"int"},
        {"name":"PRICE","type":"float"},
        {"name":"WEIGHT","type":"double"},
        {"name":"NEW","type":"boolean"}]}
      """;

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--generate",
      required = true,
      paramLabel = "USERSxITEMSxINTERACTIONS",
      description = "How large, such as 20000x100000x1000000.")
  private String generate = "";

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where to.")
  private Path to = Path.of("");

  @Override
  public Integer call() throws IOException {
    String[] sizes = generate.split("x");
    if (sizes.length != 3) {
      throw new ParameterException(
          spec.commandLine(),
          "--generate takes USERSxITEMSxINTERACTIONS, such as 20000x100000x1000000.");
    }
    int items = Integer.parseInt(sizes[1]);
    Files.createDirectories(to);
    Files.writeString(to.resolve("schema-interactions.json"), INTERACTIONS_SCHEMA);
    Files.writeString(to.resolve("schema-items.json"), ITEMS_SCHEMA);
    writeInteractions(
        GeneratedInteractions.of(Integer.parseInt(sizes[0]), items, Integer.parseInt(sizes[2])));
    writeItems(items);
    return 0;
  }

  /** A second after another, for times there are none. */
  private void writeInteractions(InteractionLog log) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(to.resolve("interactions.csv"))) {
      csv.write("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n");
      for (int user = 0; user < log.users().size(); user++) {
        for (int row = log.start(user); row < log.end(user); row++) {
          csv.write("%s,%s,view,%d\n"
              .formatted(log.users().id(user), log.items().id(log.item(row)), FIRST_SECOND + row));
        }
      }
    }
  }

  private void writeItems(int items) throws IOException {
    SplittableRandom random = new SplittableRandom(21);
    try (BufferedWriter csv = Files.newBufferedWriter(to.resolve("items.csv"))) {
      csv.write(
          "ITEM_ID,GENRES,CATEGORY,SUBCATEGORY,BRAND,COLOUR,CREATION_TIMESTAMP,STOCK,PRICE,WEIGHT,NEW\n");
      for (int item = 0; item < items; item++) {
        int category = random.nextInt(20);
        csv.write(
            "i%d,genre-%d|genre-%d,category-%d,category-%d-%d,brand-%d,colour-%d,%d,%d,%d.99,%d.5,%b\n"
                .formatted(
                    item,
                    random.nextInt(20),
                    random.nextInt(20, 40),
                    category,
                    category,
                    random.nextInt(30),
                    item % Math.max(1, items / ITEMS_OF_A_BRAND),
                    random.nextInt(12),
                    FIRST_SECOND - random.nextInt(100_000_000),
                    random.nextInt(200),
                    random.nextInt(500),
                    random.nextInt(50),
                    random.nextBoolean()));
      }
    }
  }
}
