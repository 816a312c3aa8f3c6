// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.util.ArrayList;
import java.util.List;

/** The smallest shop that can be trained: 60 customers, 60 items, two tastes. */
public final class CornerShop {
  public static final int CUSTOMERS = 60;
  public static final int ITEMS = 60;
  private static final int BOUGHT = 20;

  public static final String INTERACTIONS = schema("Interactions", """
      {"name": "USER_ID", "type": "string"},
      {"name": "ITEM_ID", "type": "string"},
      {"name": "EVENT_TYPE", "type": "string"},
      {"name": "TIMESTAMP", "type": "long"}
      """);

  public static final String ITEM_PRICES = schema("Items", """
      {"name": "ITEM_ID", "type": "string"},
      {"name": "PRICE", "type": "float"}
      """);

  public static final String ITEM_TITLES = schema("Items", """
      {"name": "ITEM_ID", "type": "string"},
      {"name": "TITLE", "type": "string"},
      {"name": "PRICE", "type": "float"}
      """);

  public static final String USER_AGES = schema("Users", """
      {"name": "USER_ID", "type": "string"},
      {"name": "AGE", "type": "int"}
      """);

  /** What a customer may be asked to do. */
  public static final String ACTIONS = schema("Actions", """
      {"name": "ACTION_ID", "type": "string"},
      {"name": "CHANNEL", "type": "string", "categorical": true}
      """);

  public static final String ACTION_INTERACTIONS = schema("ActionInteractions", """
      {"name": "USER_ID", "type": "string"},
      {"name": "ACTION_ID", "type": "string"},
      {"name": "EVENT_TYPE", "type": "string"},
      {"name": "TIMESTAMP", "type": "long"}
      """);

  private CornerShop() {}

  private static String schema(String name, String fields) {
    return """
        {"type": "record", "name": "%s", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [%s]}
        """.formatted(name, fields);
  }

  /** Customers of even number buy items of even number, odd ones odd ones. */
  public static List<String> interactions() {
    List<String> lines = new ArrayList<>();
    lines.add("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP");
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      for (int n = 0; n < BOUGHT; n++) {
        int item = (2 * (customer / 2 + n) + customer % 2) % ITEMS;
        lines.add("u%d,i%d,buy,%d".formatted(customer, item, 1_600_000_000 + 100 * n + customer));
      }
    }
    return lines;
  }

  /** As many customers of a chain of such shops, who keep a training busy for seconds. */
  static List<String> interactions(int customers) {
    List<String> lines = new ArrayList<>();
    lines.add("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP");
    for (int customer = 0; customer < customers; customer++) {
      for (int n = 0; n < BOUGHT; n++) {
        int item = (customer + n * n) % (50 * ITEMS);
        lines.add("u%d,i%d,buy,%d".formatted(customer, item, 1_600_000_000 + 100 * n));
      }
    }
    return lines;
  }

  public static List<String> items() {
    List<String> lines = new ArrayList<>();
    lines.add("ITEM_ID,PRICE");
    for (int item = 0; item < ITEMS; item++) {
      lines.add("i%d,%d".formatted(item, item));
    }
    return lines;
  }
}
