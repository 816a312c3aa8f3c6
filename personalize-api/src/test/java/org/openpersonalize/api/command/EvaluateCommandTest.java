// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EvaluateCommandTest {
  private static final int USERS = 120;
  private static final int ITEMS = 40;

  @TempDir
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  /** Users of even number like items of even number and odd ones odd ones; each has half of them. */
  @BeforeEach
  void write_two_tastes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> train = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
    List<String> test = new ArrayList<>(List.of("USER_ID,ITEM_ID"));
    for (int user = 0; user < USERS; user++) {
      for (int item = user % 2; item < ITEMS; item += 2) {
        if (random.nextBoolean()) {
          train.add("u%d,i%d,%d".formatted(user, item, random.nextInt(1_000_000)));
        } else {
          test.add("u%d,i%d".formatted(user, item));
        }
      }
    }
    Files.write(directory.resolve("train.csv"), train);
    Files.write(directory.resolve("test.csv"), test);
  }

  @Test
  void json_is_one_object_on_one_line_and_everything_else_goes_to_standard_error() {
    assertThat(evaluate("--test", file("test.csv"), "--recipe", "als", "--at", "5,10", "--json"))
        .isZero();

    assertThat(out.toString().lines()).hasSize(1);
    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.propertyNames())
        .containsExactly(
            "recipe",
            "protocol",
            "users",
            "items",
            "metrics",
            "intervals",
            "bands",
            "baselines",
            "hyperparameters",
            "trainSeconds",
            "evaluateSeconds");
    assertThat(object.get("recipe").stringValue()).isEqualTo("als");
    assertThat(object.get("protocol").stringValue()).isEqualTo("given-test");
    assertThat(object.get("users").intValue()).isEqualTo(USERS);
    assertThat(object.get("items").intValue()).isEqualTo(ITEMS);
    assertThat(object.get("metrics").propertyNames())
        .contains(
            "recall@5",
            "recall@10",
            "ndcg@5",
            "ndcg@10",
            "precision@5",
            "mrr@10",
            "hit@10",
            "coverage");
    double recall = object.get("metrics").get("recall@10").doubleValue();
    assertThat(recall)
        .isGreaterThan(0.9)
        .isGreaterThan(
            1.4 * object.get("baselines").get("popularity").get("recall@10").doubleValue());
    JsonNode interval = object.get("intervals").get("recall@10");
    assertThat(recall).isBetween(interval.get(0).doubleValue(), interval.get(1).doubleValue());
    assertThat(errors.toString()).contains("trained in", "120 users are tested");
  }

  @Test
  void settings_seed_and_threads_are_heard() throws IOException {
    assertThat(evaluate("--recipe=als", "--set", "factors=2", "--set=sweeps=3", "--json"))
        .isZero();
    JsonNode hyperparameters = JsonMapper.shared().readTree(out.toString()).get("hyperparameters");
    assertThat(hyperparameters.get("factors").stringValue()).isEqualTo("2");
    assertThat(hyperparameters.get("sweeps").stringValue()).isEqualTo("3");

    String first = metrics("--protocol=leave-last-out", "--threads=1", "--recipe=als");
    assertThat(metrics("--protocol=leave-last-out", "--threads=3", "--recipe=als"))
        .isEqualTo(first);
    assertThat(metrics("--protocol=leave-last-out", "--seed=2", "--recipe=als"))
        .isNotEqualTo(first);
  }

  @Test
  void a_search_says_what_it_tried_and_what_it_chose() {
    assertThat(evaluate("--protocol=leave-last-out", "--recipe=auto", "--at=10", "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("recipe").stringValue()).isEqualTo("auto");
    assertThat(object.get("hyperparameters").propertyNames()).contains("family");
    assertThat(
            object.get("trials").valueStream().map(trial -> trial.get("family").stringValue()))
        .contains("popularity", "item-item", "ease", "als");
    assertThat(object.get("searchSeconds").doubleValue()).isPositive();
    assertThat(object.get("metrics").get("recall@10").doubleValue())
        .isGreaterThan(
            object.get("baselines").get("popularity").get("recall@10").doubleValue());
    assertThat(errors.toString()).contains("ease: settings", "The best on validation is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"leave-last-out", "next-item", "time-split", "personalize", "related-items"})
  void every_protocol_that_needs_no_test_file_runs_and_prints_a_table(String protocol) {
    assertThat(evaluate("--protocol", protocol, "--recipe", "popularity")).isZero();
    assertThat(out.toString()).contains("metric", "95 % interval", "recall@20", "coverage");
  }

  @Test
  void what_follows_the_beginning_of_a_session_may_be_in_it() throws IOException {
    Files.writeString(
        directory.resolve("prefixes.csv"), "SESSION,TARGET\ni2 i4,i2\ni3,i5\ni3 unknown,new\n");

    assertThat(evaluate(
            "--protocol=prefix",
            "--test",
            file("prefixes.csv"),
            "--recipe=popularity",
            "--at=40",
            "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("users").intValue()).isEqualTo(3);
    assertThat(object.get("items").intValue()).isEqualTo(ITEMS);
    assertThat(object.get("metrics").get("hit@40").doubleValue()).isEqualTo(2 / 3.0);

    Files.writeString(directory.resolve("prefixes.csv"), "SESSION,TARGET\n,i2\n");
    assertThat(evaluate("--protocol=prefix", "--test", file("prefixes.csv"), "--recipe=als"))
        .isEqualTo(1);
    assertThat(errors.toString()).contains("line 2", "SESSION", "the value is missing");
  }

  @Test
  void new_items_are_found_by_what_their_records_say() throws IOException {
    write_shop_of_two_tastes(40);

    assertThat(evaluate(
            "--cold-items=0.2",
            "--items",
            file("items.csv"),
            "--items-schema",
            file("items.json"),
            "--recipe=als",
            "--set=factors=8",
            "--at=4",
            "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("protocol").stringValue()).isEqualTo("cold-items");
    assertThat(object.get("items").intValue()).isEqualTo(8);
    assertThat(object.get("users").intValue()).isEqualTo(USERS);
    assertThat(object.get("metrics").get("precision@4").doubleValue()).isGreaterThan(0.9);
    JsonNode baselines = object.get("baselines");
    assertThat(baselines.get("random").get("precision@4").doubleValue()).isBetween(0.4, 0.6);
    assertThat(baselines.get("popularity")).isEqualTo(baselines.get("random"));
    assertThat(errors.toString()).contains("8 items are new", "of the error of the mean vector");
  }

  @Test
  void an_item_that_nobody_took_is_found_if_it_has_a_record_and_counted_in_a_band_of_its_own()
      throws IOException {
    write_shop_of_two_tastes(40);
    List<String> test = new ArrayList<>(List.of("USER_ID,ITEM_ID"));
    for (int user = 0; user < USERS; user++) {
      test.add("u%d,%s".formatted(user, user % 2 == 0 ? "even" : "odd"));
    }
    Files.write(directory.resolve("test.csv"), test);
    Files.write(
        directory.resolve("items.csv"), List.of("even,even", "odd,odd"), StandardOpenOption.APPEND);

    assertThat(evaluate(
            "--test",
            file("test.csv"),
            "--items",
            file("items.csv"),
            "--items-schema",
            file("items.json"),
            "--recipe=als",
            "--set=factors=8",
            "--at=1",
            "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("items").intValue()).isEqualTo(42);
    JsonNode neverSeen = object.get("bands").get(0);
    assertThat(neverSeen.get("band").get("to").intValue()).isZero();
    assertThat(neverSeen.get("items").intValue()).isEqualTo(2);
    assertThat(neverSeen.get("sought").intValue()).isEqualTo(USERS);
    assertThat(neverSeen.get("found").intValue()).isGreaterThan(USERS * 9 / 10);
    assertThat(object.get("metrics").get("hit@1").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void too_few_items_to_learn_from_and_a_recipe_without_vectors_are_said() throws IOException {
    write_shop_of_two_tastes(15);
    assertThat(coldItems("--recipe=als")).isEqualTo(1);
    assertThat(errors.toString()).contains("Too few items have a record");

    assertThat(coldItems("--recipe=ease")).isEqualTo(1);
    assertThat(errors.toString()).contains("ease knows items by no vectors");
  }

  /** As the other files, but everybody takes all items of their taste, one after the other. */
  private void write_shop_of_two_tastes(int items) throws IOException {
    List<String> interactions = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
    List<String> records = new ArrayList<>(List.of("ITEM_ID,TASTE"));
    for (int item = 0; item < items; item++) {
      records.add("i%d,%s".formatted(item, item % 2 == 0 ? "even" : "odd"));
      for (int user = item % 2; user < USERS; user += 2) {
        interactions.add("u%d,i%d,%d".formatted(user, item, 1_000_000 + 1_000 * item + user));
      }
    }
    Files.write(directory.resolve("train.csv"), interactions);
    Files.write(directory.resolve("items.csv"), records);
    Files.writeString(directory.resolve("items.json"), """
        {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
          {"name":"ITEM_ID","type":"string"},{"name":"TASTE","type":"string","categorical":true}]}""");
  }

  private int coldItems(String recipe) {
    return evaluate(
        "--cold-items=0.1",
        "--items",
        file("items.csv"),
        "--items-schema",
        file("items.json"),
        recipe);
  }

  @Test
  void what_it_gains_to_know_the_device_is_measured_for_known_users_and_strangers()
      throws IOException {
    write_shop_of_two_devices();

    assertThat(evaluate(
            "--context=DEVICE,COLOUR", "--recipe=als", "--set=factors=4", "--at=5", "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("protocol").stringValue()).isEqualTo("context");
    assertThat(object.get("items").intValue()).isEqualTo(40);
    JsonNode device = object.get("context").get(0);
    assertThat(device.get("column").stringValue()).isEqualTo("DEVICE");
    assertThat(device.get("weight").doubleValue()).isPositive();
    assertThat(device.get("strangersWeight").doubleValue()).isPositive();
    assertThat(object.get("context").get(1).get("weight").doubleValue()).isZero();
    for (String who : List.of("known", "strangers")) {
      JsonNode comparison = object.get(who);
      assertThat(comparison.get("users").intValue()).isGreaterThan(50);
      assertThat(comparison.get("with").get("ndcg@5").doubleValue())
          .isGreaterThan(comparison.get("without").get("ndcg@5").doubleValue());
      assertThat(comparison.get("differenceIntervals").get("ndcg@5").get(0).doubleValue())
          .isPositive();
    }

    out.getBuffer().setLength(0);
    assertThat(evaluate("--context=COLOUR", "--recipe=als", "--set=factors=4")).isZero();
    assertThat(out.toString())
        .contains("COLOUR counts 0.00, for strangers 0.00", "known users", "strangers", "+0.0000");

    assertThat(evaluate("--context=WEATHER", "--recipe=als")).isEqualTo(1);
    assertThat(errors.toString()).contains("has no column WEATHER");
  }

  private void write_shop_of_two_devices() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> interactions = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,DEVICE,COLOUR"));
    for (int user = 0; user < 1_200; user++) {
      for (int n = 0; n < 8; n++) {
        boolean isOnPhone = random.nextBoolean();
        int item = (isOnPhone ? 0 : 20) + 2 * random.nextInt(10) + user % 2;
        interactions.add("u%d,i%d,%d,%s,c%d"
            .formatted(
                user,
                item,
                user / 2 % 2 == 0 ? 150 * n : user,
                isOnPhone ? "phone" : "tv",
                random.nextInt(3)));
      }
    }
    Files.write(directory.resolve("train.csv"), interactions);
  }

  @Test
  void a_gzipped_file_is_read_like_any_other() throws IOException {
    String plain = metrics("--recipe=popularity", "--protocol=leave-last-out");
    Path gzipped = directory.resolve("train.csv.gz");
    try (var zip = new OutputStreamWriter(
        new GZIPOutputStream(Files.newOutputStream(gzipped)), StandardCharsets.UTF_8)) {
      zip.write(Files.readString(directory.resolve("train.csv")));
    }
    Files.move(gzipped, directory.resolve("train.csv"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(metrics("--recipe=popularity", "--protocol=leave-last-out")).isEqualTo(plain);
  }

  @Test
  void test_users_and_items_that_were_not_trained_on_are_told() throws IOException {
    Files.writeString(
        directory.resolve("strange.csv"), "USER_ID,ITEM_ID\nu0,i1\nu0,new\nnobody,i2\n");

    assertThat(evaluate("--test", file("strange.csv"), "--recipe=popularity", "--at=40", "--json"))
        .isZero();

    JsonNode object = JsonMapper.shared().readTree(out.toString());
    assertThat(object.get("users").intValue()).isEqualTo(1);
    assertThat(object.get("metrics").get("recall@40").doubleValue()).isEqualTo(0.5);
    assertThat(errors.toString())
        .contains("1 users are not tested", "1 pairs to be found have an item that is not trained");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--protocol=by-guess",
        "--recipe=magic",
        "--recipe=als --set factors=none",
        "--recipe=als --set colour=red",
        "--at=0",
        "--at=ten",
        "--threads=0",
        "--half-life=-1",
        "--protocol=given-test",
        "--protocol=time-split --test=x.csv",
        "--protocol=prefix",
        "--protocol=time-split --repeats",
        "--items=items.csv",
        "--cold-items=0.1 --recipe=als",
        "--cold-items=1 --recipe=als --items=items.csv --items-schema=items.json",
        "--cold-items=0.1 --items=items.csv --items-schema=items.json",
        "--cold-items=0.1 --recipe=als --items=items.csv --items-schema=items.json --protocol=time-split",
        "--cold-items=0.1 --recipe=als --items=items.csv --items-schema=items.json --context=DEVICE",
        "--context=DEVICE",
        "--context=DEVICE --recipe=popularity",
        "--context=DEVICE --recipe=als --protocol=time-split"
      })
  void a_wrong_option_is_exit_code_2_and_a_sentence(String options) {
    assertThat(evaluate(options.split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(errors.toString().lines().findFirst().orElseThrow()).contains(" ");
  }

  @Test
  void a_bad_file_is_exit_code_1_and_a_sentence_that_names_file_and_line() throws IOException {
    assertThat(run("evaluate", "--interactions", "no-such.csv")).isEqualTo(1);
    assertThat(errors.toString()).contains("There is no file no-such.csv");

    bad("USER_ID,ARTICLE\nu,i\n", "has no column ITEM_ID");
    bad("USER_ID,ITEM_ID\n", "no interactions");
    bad("", "is empty");
    bad("USER_ID,ITEM_ID,TIMESTAMP\nu,i,yesterday\n", "line 2", "TIMESTAMP", "yesterday");
    bad("USER_ID,ITEM_ID\nu,i\nv,\n", "line 3", "ITEM_ID", "the value is missing");
  }

  private void bad(String content, String... words) throws IOException {
    errors.getBuffer().setLength(0);
    Files.writeString(directory.resolve("bad.csv"), content);
    assertThat(run("evaluate", "--interactions", file("bad.csv"))).isEqualTo(1);
    assertThat(errors.toString()).contains("bad.csv").contains(words);
    assertThat(out.toString()).isEmpty();
  }

  private String metrics(String... options) throws IOException {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    assertThat(evaluate(all.toArray(String[]::new))).isZero();
    JsonNode object = JsonMapper.shared().readTree(out.toString());
    return object.get("metrics").toString() + object.get("intervals");
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private int evaluate(String... options) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--interactions", file("train.csv")));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return new CommandLine(new PersonalizeCommand())
        .addSubcommand(new EvaluateCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }
}
