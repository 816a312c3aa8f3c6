// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetSchemaTest {
  private static final String IDS = string("USER_ID") + "," + string("ITEM_ID");
  private static final String TIMESTAMP = field("TIMESTAMP", "\"long\"");
  private static final String INTERACTIONS = IDS + "," + TIMESTAMP;

  @Test
  void the_smallest_interactions_schema_is_accepted() {
    DatasetSchema schema = DatasetSchema.parse(record("Interactions", INTERACTIONS), null);

    assertThat(schema.type()).isEqualTo(DatasetType.INTERACTIONS);
    assertThat(schema.fields())
        .extracting(Field::name)
        .containsExactly("USER_ID", "ITEM_ID", "TIMESTAMP");
    assertThat(schema.fields())
        .extracting(Field::type)
        .containsExactly(Field.Type.STRING, Field.Type.STRING, Field.Type.LONG);
    assertThat(schema.metadata()).isEmpty();
  }

  @Test
  void a_field_keeps_its_attributes() {
    DatasetSchema schema = DatasetSchema.parse(
        record(
            "Items",
            string("ITEM_ID")
                + ",{\"name\":\"GENRES\",\"type\":[\"null\",\"string\"],\"categorical\":true}"
                + ",{\"name\":\"TITLE\",\"type\":\"string\",\"itemName\":true}"
                + ",{\"name\":\"PLOT\",\"type\":[\"string\"],\"textual\":true}"),
        null);

    assertThat(schema.field("GENRES"))
        .hasValue(new Field("GENRES", Field.Type.STRING, true, true, false, false));
    assertThat(schema.field("TITLE"))
        .hasValue(new Field("TITLE", Field.Type.STRING, false, false, false, true));
    assertThat(schema.field("PLOT"))
        .hasValue(new Field("PLOT", Field.Type.STRING, false, false, true, false));
    assertThat(schema.field("title")).isEmpty();
  }

  @Test
  void reserved_columns_are_not_metadata() {
    DatasetSchema schema = DatasetSchema.parse(
        record(
            "Interactions",
            INTERACTIONS + "," + string("EVENT_TYPE") + "," + nullable("EVENT_VALUE", "float") + ","
                + string("DEVICE")),
        null);

    assertThat(schema.metadata()).extracting(Field::name).containsExactly("DEVICE");
  }

  @ParameterizedTest
  @CsvSource({
    "NUM_RATINGS, numRatings",
    "GENRES, genres",
    "CATEGORY_L1, categoryL1",
    "num_ratings, numRatings",
    "numRatings, numRatings",
    "NumRatings, numRatings",
    "_HIDDEN, hidden",
    "A__B, aB"
  })
  void property_names_are_the_camel_case_of_column_names(String column, String property) {
    DatasetSchema schema =
        DatasetSchema.parse(record("Interactions", INTERACTIONS + "," + string(column)), null);

    assertThat(schema.field(column)).map(Field::propertyName).hasValue(property);
    assertThat(DatasetSchema.key(property)).isEqualTo(DatasetSchema.key(column));
  }

  @Test
  void every_dataset_type_has_a_schema() {
    assertThat(Stream.of(
                record("Interactions", INTERACTIONS),
                record("Items", string("ITEM_ID") + "," + field("PRICE", "\"double\"")),
                record("Users", string("USER_ID") + "," + field("AGE", "\"int\"")),
                record(
                    "Actions",
                    string("ACTION_ID") + "," + nullable("VALUE", "long") + ","
                        + nullable("EXPIRATION_TIMESTAMP", "long")),
                record(
                    "ActionInteractions",
                    string("USER_ID") + "," + string("ACTION_ID") + "," + string("EVENT_TYPE") + ","
                        + TIMESTAMP))
            .map(text -> DatasetSchema.parse(text, null).type()))
        .containsExactly(
            DatasetType.INTERACTIONS,
            DatasetType.ITEMS,
            DatasetType.USERS,
            DatasetType.ACTIONS,
            DatasetType.ACTION_INTERACTIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Interactions | USER_ID",
        "Interactions | ITEM_ID",
        "Interactions | TIMESTAMP",
        "Items        | ITEM_ID",
        "Users        | USER_ID",
        "Actions      | ACTION_ID",
        "ActionInteractions | EVENT_TYPE"
      })
  void a_required_column_must_be_there(String recordName, String column) {
    String fields = Stream.of(
            string("USER_ID"),
            string("ITEM_ID"),
            string("ACTION_ID"),
            string("EVENT_TYPE"),
            TIMESTAMP,
            field("SCORE", "\"int\""))
        .filter(field -> !field.contains(column))
        .filter(field -> !recordName.startsWith("Action") || !field.contains("ITEM_ID"))
        .collect(Collectors.joining(","));

    assertRefused(
        record(recordName, fields),
        null,
        "The %s schema lacks the required column %s".formatted(recordName, column));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'TIMESTAMP'   | '\"string\"' | Column TIMESTAMP is reserved and must be declared as long (null not allowed)",
        "'TIMESTAMP'   | '[\"null\",\"long\"]' | Column TIMESTAMP is reserved and must be declared as long (null not allowed)",
        "'USER_ID'     | '\"long\"' | Column USER_ID is reserved and must be declared as string (null not allowed), not categorical and not textual",
        "'EVENT_VALUE' | '\"double\"' | Column EVENT_VALUE is reserved and must be declared as float (null allowed)",
        "'EVENT_TYPE'  | '\"string\",\"categorical\":true' | Column EVENT_TYPE is reserved and must be declared as string (null not allowed), not categorical and not textual",
        "'IMPRESSION'  | '\"int\"' | Column IMPRESSION is reserved and must be declared as string (null allowed), not categorical and not textual"
      })
  void a_reserved_column_must_have_its_type(String column, String type, String sentence) {
    String fields = Stream.of("USER_ID", "ITEM_ID")
            .filter(name -> !name.equals(column))
            .map(DatasetSchemaTest::string)
            .collect(Collectors.joining(","))
        + (column.equals("TIMESTAMP") ? "" : "," + TIMESTAMP)
        + "," + field(column, type);

    assertRefused(record("Interactions", fields), null, sentence);
  }

  @Test
  void the_record_is_named_after_the_dataset() {
    assertRefused(
        record("Purchases", INTERACTIONS),
        null,
        "The schema's record is named 'Purchases': name it after the dataset it describes, which is one of"
            + " Interactions, Items, Users, Actions or ActionInteractions");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"record\",\"name\":\"Interactions\"}",
        "{\"type\":\"record\",\"name\":\"Interactions\",\"fields\":[{\"name\":\"A\",\"type\":\"text\"}]}",
        "{\"type\":\"record\",\"name\":\"Interactions\",\"fields\":[{\"name\":\"A\",\"type\":\"int\"},{\"name\":\"A\",\"type\":\"int\"}]}",
        "{\"type\":\"record\",\"name\":\"Interactions\",\"fields\":[{\"name\":\"A\",\"type\":[\"int\",\"int\"]}]}"
      })
  void what_avro_cannot_read_is_refused(String text) {
    assertThatThrownBy(() -> DatasetSchema.parse(text, null))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageStartingWith("The schema is not Avro JSON: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{`type`:`record`, | The schema is not JSON: see line 1, column 18",
        "{`type`:`record`,} | The schema is not JSON: see line 1, column 18",
        "{`type`:`record`,~ `fields`:[],~} | The schema is not JSON: see line 3, column 1",
        "{`fields`:[1,]} | The schema is not JSON: see line 1, column 14",
        "{`type` `record`} | The schema is not JSON: see line 1, column 9",
        "not json | The schema is not JSON: see line 1, column 1",
        "{`default`:NaN} | The schema is not JSON: see line 1, column 15",
        "{`type`:`record`}~} | The schema is not JSON: see line 2, column 1",
        "{`type`:`record`} {} | The schema goes on behind its closing brace: leave out what begins at line 1, column 19"
      })
  void what_is_not_json_is_refused_with_its_place(String text, String sentence) {
    assertRefused(text.replace('`', '"').replace('~', '\n'), null, sentence);
  }

  @Test
  void json_that_no_schema_needs_is_refused_with_its_place() {
    String start = "{\"default\":";

    assertRefused(
        start + "1".repeat(1001) + "}",
        null,
        "The schema has a number that is too long, or is nested too deeply: see line 1, column 1013");
    assertRefused(
        start + "[".repeat(1000) + "]".repeat(1000) + "}",
        null,
        "The schema has a number that is too long, or is nested too deeply: see line 1, column 512");
  }

  @Test
  void a_key_given_twice_is_refused_by_name() {
    assertRefused(
        record("Interactions", INTERACTIONS + ",\n" + field("AGE", "\"int\",\"type\":\"long\"")),
        null,
        "The schema has the key \"type\" twice in one object: leave out that at line 2, column 28");
  }

  @Test
  void a_byte_order_mark_is_passed_over() {
    DatasetSchema schema =
        DatasetSchema.parse("\uFEFF" + record("Interactions", INTERACTIONS), null);

    assertThat(schema.fields()).hasSize(3);
  }

  @Test
  void comments_are_passed_over() {
    DatasetSchema schema = DatasetSchema.parse(
        "// of the shop\n" + record("Interactions", IDS + "/* in seconds */," + TIMESTAMP), null);

    assertThat(schema.fields()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"double\",\"order\":\"sideways\"",
        "\"double\",\"order\":1",
        "\"double\",\"order\":null",
        "\"double\",\"default\":\"much\""
      })
  void an_order_or_a_default_that_avro_cannot_take_is_refused(String type) {
    assertRefused(
        record("Interactions", INTERACTIONS + "," + field("EXTRA", type)),
        null,
        "The schema is not Avro JSON: the order of a column must be ascending, descending or ignore, and the default of a number a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"int\",\"default\":\"many\"",
        "\"string\",\"default\":null",
        "[\"null\",\"int\"],\"default\":\"\""
      })
  void a_default_fits_its_type(String type) {
    assertRefused(
        record("Interactions", INTERACTIONS + "," + field("EXTRA", type)),
        null,
        "The default of column EXTRA does not fit its type: change it, or leave it out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"text\"' | Undefined schema: com.amazonaws.personalize.schema.text",
        "'\"text\",\"default\":\"\"' | Undefined schema: com.amazonaws.personalize.schema.text",
        "'[[\"text\"]]' | 'Nested union: [[\"com.amazonaws.personalize.schema.text\"]]'"
      })
  void a_type_that_does_not_exist_is_refused_by_name(String type, String sentence) {
    assertRefused(
        record("Interactions", INTERACTIONS + "," + field("EXTRA", type)),
        null,
        "The schema is not Avro JSON: " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"string\"", "\"Interactions\"", "\"\"", "[]", "7", "null"})
  void the_schema_must_be_an_object(String text) {
    assertRefused(
        text,
        null,
        "The schema is not a JSON object: it must be one record, such as {\"type\": \"record\", \"name\": \"Interactions\", \"fields\": […]}");
  }

  @Test
  void the_schema_must_be_a_record() {
    assertRefused(
        "{\"type\":\"string\"}",
        null,
        "The schema is of the Avro type string: it must be one record, such as {\"type\": \"record\", \"name\": \"Interactions\", \"fields\": […]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"type\":\"array\",\"items\":\"string\"}' | Column EXTRA has the type array: use string, int, long, float, double or boolean, with or without null",
        "'{\"type\":\"map\",\"values\":\"string\"}' | Column EXTRA has the type map: use string, int, long, float, double or boolean, with or without null",
        "'{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"X\"]}' | Column EXTRA has the type enum: use string, int, long, float, double or boolean, with or without null",
        "'\"Interactions\",\"default\":{\"EXTRA\":{}}' | Column EXTRA has the type record: use string, int, long, float, double or boolean, with or without null",
        "'\"bytes\"' | Column EXTRA has the type bytes: use string, int, long, float, double or boolean, with or without null",
        "'[\"int\",\"string\"]' | 'Column EXTRA must have exactly one type besides null, such as [\"null\", \"string\"]'",
        "'\"null\"' | 'Column EXTRA must have exactly one type besides null, such as [\"null\", \"string\"]'",
        "'\"int\",\"categorical\":true' | Column EXTRA has the type int and cannot be categorical: only strings can",
        "'\"string\",\"textual\":true' | Column EXTRA cannot be textual: only string columns of an Items schema can",
        "'\"string\",\"itemName\":true' | Column EXTRA cannot be itemName: only string columns of an Items schema can",
        "'\"string\",\"categorical\":\"yes\"' | 'Attribute categorical of column EXTRA must be true or false, without quotes'"
      })
  void a_column_has_a_supported_type_and_fitting_attributes(String type, String sentence) {
    assertRefused(
        record("Interactions", INTERACTIONS + "," + field("EXTRA", type)), null, sentence);
  }

  @Test
  void a_textual_column_is_not_categorical() {
    assertRefused(
        record(
            "Items",
            string("ITEM_ID") + ","
                + field("PLOT", "\"string\",\"textual\":true,\"categorical\":true")),
        null,
        "Column PLOT cannot be categorical and textual at once: choose one");
  }

  @Test
  void one_textual_column_is_the_limit() {
    assertRefused(
        record(
            "Items",
            string("ITEM_ID") + "," + field("PLOT", "\"string\",\"textual\":true") + ","
                + field("REVIEW", "\"string\",\"textual\":true")),
        null,
        "The Items schema has more than 1 textual column: keep the most telling one");
  }

  @Test
  void names_must_differ_in_letters_and_digits() {
    assertRefused(
        record(
            "Items",
            string("ITEM_ID") + "," + string("GENRES_FIELD_1") + "," + string("GENRESFIELD1")),
        null,
        "Columns GENRES_FIELD_1 and GENRESFIELD1 have the same name but for punctuation and case: rename one");
  }

  @Test
  void a_name_has_at_most_150_characters() {
    String name = "A".repeat(151);
    assertRefused(
        record("Interactions", INTERACTIONS + "," + string(name)),
        null,
        "Column '%s' is not a possible name: use letters, digits and underscores, beginning with a letter or underscore, at most 150 characters"
            .formatted(name));
    DatasetSchema.parse(record("Interactions", INTERACTIONS + "," + string("A".repeat(150))), null);
  }

  @ParameterizedTest
  @CsvSource({"Interactions, 5", "Items, 100", "Users, 25", "Actions, 10", "ActionInteractions, 5"})
  void metadata_columns_are_limited(String recordName, int limit) {
    String reserved = switch (recordName) {
      case "Interactions" -> INTERACTIONS;
      case "Items" -> string("ITEM_ID");
      case "Users" -> string("USER_ID");
      case "Actions" -> string("ACTION_ID");
      default ->
        string("USER_ID") + "," + string("ACTION_ID") + "," + string("EVENT_TYPE") + ","
            + TIMESTAMP;
    };

    DatasetSchema.parse(record(recordName, reserved + "," + numbers(limit)), null);
    assertRefused(
        record(recordName, reserved + "," + numbers(limit + 1)),
        null,
        "The %s schema has %d columns besides the reserved ones: at most %d are possible"
            .formatted(recordName, limit + 1, limit));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"string\"", "\"boolean\""})
  void items_and_users_need_a_column_to_learn_from(String type) {
    assertRefused(
        record("Users", string("USER_ID") + "," + field("NOTE", type)),
        null,
        "The Users schema describes nothing: add at least one column that is a number or a categorical string");
  }

  @ParameterizedTest
  @EnumSource(Domain.class)
  void domains_need_an_event_type(Domain domain) {
    assertRefused(
        record("Interactions", INTERACTIONS),
        domain,
        "The Interactions schema lacks the required column EVENT_TYPE");
    DatasetSchema.parse(record("Interactions", INTERACTIONS + "," + string("EVENT_TYPE")), domain);
  }

  @Test
  void ecommerce_items_have_a_price_and_a_category() {
    String id = string("ITEM_ID");
    String price = field("PRICE", "\"float\"");
    String category = field("CATEGORY_L1", "\"string\",\"categorical\":true");

    DatasetSchema.parse(record("Items", id + "," + price + "," + category), Domain.ECOMMERCE);
    for (String creation : List.of("\"long\"", "\"float\"", "[\"null\",\"long\"]")) {
      DatasetSchema.parse(
          record(
              "Items",
              id + "," + price + "," + category + "," + field("CREATION_TIMESTAMP", creation)),
          Domain.ECOMMERCE);
    }
    assertRefused(
        record("Items", id + "," + category),
        Domain.ECOMMERCE,
        "The Items schema lacks the required column PRICE");
    assertRefused(
        record("Items", id + "," + price + "," + string("CATEGORY_L1")),
        Domain.ECOMMERCE,
        "Column CATEGORY_L1 is reserved and must be declared as string (null not allowed), with \"categorical\": true");
    assertRefused(
        record(
            "Items",
            id + "," + price + "," + category + "," + nullable("PRODUCT_DESCRIPTION", "string")),
        Domain.ECOMMERCE,
        "Column PRODUCT_DESCRIPTION is reserved and must be declared as string (null allowed), with \"textual\": true");
    assertRefused(
        record(
            "Items",
            id + "," + price + "," + category + "," + field("CREATION_TIMESTAMP", "\"int\"")),
        Domain.ECOMMERCE,
        "Column CREATION_TIMESTAMP is reserved and must be declared as float or long (null allowed)");
  }

  @Test
  void video_items_have_genres_under_either_name_and_a_creation_time() {
    String id = string("ITEM_ID");
    String creation = field("CREATION_TIMESTAMP", "\"long\"");

    for (String name : List.of("GENRES", "GENRES_L1")) {
      DatasetSchema.parse(
          record(
              "Items",
              id + "," + creation + "," + field(name, "[\"string\"],\"categorical\":true")),
          Domain.VIDEO_ON_DEMAND);
    }
    assertRefused(
        record("Items", id + "," + creation),
        Domain.VIDEO_ON_DEMAND,
        "The Items schema lacks the required column GENRES or GENRES_L1");
  }

  @Test
  void video_users_have_a_categorical_subscription_model() {
    assertRefused(
        record("Users", string("USER_ID") + "," + string("SUBSCRIPTION_MODEL")),
        Domain.VIDEO_ON_DEMAND,
        "Column SUBSCRIPTION_MODEL is reserved and must be declared as string (null not allowed), with \"categorical\": true");
    DatasetSchema.parse(
        record(
            "Users",
            string("USER_ID") + ","
                + field("SUBSCRIPTION_MODEL", "\"string\",\"categorical\":true")),
        Domain.VIDEO_ON_DEMAND);
  }

  @Test
  void domains_have_no_actions() {
    assertRefused(
        record("Actions", string("ACTION_ID") + "," + nullable("VALUE", "long")),
        Domain.ECOMMERCE,
        "Actions schemas are for custom dataset groups: leave out the domain");
  }

  @ParameterizedTest
  @CsvSource({
    "interactions, INTERACTIONS",
    "Items, ITEMS",
    "USERS, USERS",
    "Action_Interactions, ACTION_INTERACTIONS"
  })
  void dataset_types_are_read_in_any_case(String wire, DatasetType type) {
    assertThat(DatasetType.ofWire(wire)).isEqualTo(type);
  }

  @Test
  void an_unknown_dataset_type_is_refused() {
    assertThatThrownBy(() -> DatasetType.ofWire("Events"))
        .hasMessage(
            "There is no dataset type 'Events': use Interactions, Items, Users, Actions or Action_Interactions");
  }

  /** Skipped without the data; the one schema left out marks two columns as textual. */
  @Test
  void the_schemas_of_the_real_data_sets_are_accepted() throws IOException {
    List<Path> schemas = realSchemas();
    Assumptions.assumeFalse(schemas.isEmpty(), "no data sets: set PERSONALIZE_TEST_DATA");

    for (Path schema : schemas) {
      assertThat(DatasetSchema.parse(Files.readString(schema), null).type().name())
          .as(schema.toString())
          .isEqualToIgnoringCase(schema.getFileName().toString().replaceAll("schema-|\\.json", ""));
    }
  }

  private static List<Path> realSchemas() throws IOException {
    String configured = System.getenv("PERSONALIZE_TEST_DATA");
    Path root = configured == null || configured.isEmpty()
        ? Path.of(System.getProperty("personalize.root", "..")).resolve("../shared/data")
        : Path.of(configured);
    List<Path> schemas = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> sets = Files.newDirectoryStream(root, Files::isDirectory)) {
        for (Path set : sets) {
          try (DirectoryStream<Path> files = Files.newDirectoryStream(set, "schema-*.json")) {
            files.forEach(schemas::add);
          }
        }
      }
    }
    schemas.removeIf(schema -> schema.endsWith("retail-demo-store/schema-items.json"));
    return schemas;
  }

  private static void assertRefused(String avro, @Nullable Domain domain, String sentence) {
    assertThatThrownBy(() -> DatasetSchema.parse(avro, domain))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(sentence);
  }

  private static String record(String name, String fields) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"com.amazonaws.personalize.schema\",\"fields\":[%s],\"version\":\"1.0\"}"
        .formatted(name, fields);
  }

  /** @param type what stands behind {@code "type":}, with further attributes if any */
  private static String field(String name, String type) {
    return "{\"name\":\"%s\",\"type\":%s}".formatted(name, type);
  }

  private static String string(String name) {
    return field(name, "\"string\"");
  }

  private static String nullable(String name, String type) {
    return field(name, "[\"null\",\"%s\"]".formatted(type));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> field("N" + n, "\"int\""))
        .collect(Collectors.joining(","));
  }
}
