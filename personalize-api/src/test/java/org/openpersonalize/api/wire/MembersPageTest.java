// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.request.Addition;

/** Holds docs/members.md, a row for every member of every request and answer of the API, against the models and the code. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MembersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "members.md");
  private static final Path CONTRACT = Path.of("src", "test", "resources", "api-contract.txt");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| (taken|given|no)(: [^|]+)? \\|");
  private static final Map<String, String> SIDES = Map.of("Request", "in", "Answer", "out");

  /** What the page says of each member: taken, given or no. */
  private static Map<String, String> page() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    String operation = "";
    String side = "";
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        operation = line.substring(3);
      } else if (line.startsWith("| ") && SIDES.containsKey(line.split(" ")[1])) {
        side = SIDES.get(line.split(" ")[1]);
      } else if (line.startsWith("| `")) {
        Matcher row = ROW.matcher(line);
        assertThat(row.matches()).as(line).isTrue();
        String key = "%s %s %s".formatted(operation, side, row.group(1));
        assertThat(rows.put(key, row.group(2))).as("%s comes twice", key).isNull();
      }
    }
    return rows;
  }

  @Test
  void the_page_has_a_row_for_each_member_of_the_models_and_no_other() throws IOException {
    Set<String> members = new TreeSet<>();
    for (String line : Files.readAllLines(CONTRACT)) {
      String[] cells = line.split("\t");
      if (cells.length > 2) {
        members.add("%s %s %s".formatted(cells[0], cells[1], cells[2]));
      }
    }

    assertThat(page().keySet())
        .hasSizeGreaterThan(1_000)
        .containsExactlyInAnyOrderElementsOf(members);
  }

  @Test
  void what_the_page_calls_taken_and_given_the_code_takes_and_gives_and_nothing_else()
      throws IOException {
    Map<String, String> page = page();
    Set<String> ours = new TreeSet<>();
    Set<String> open = new TreeSet<>();
    for (Operation<?> operation : OperationTableTest.table().all()) {
      addMembers(operation.name() + " in ", operation.request(), ours, open);
      if (operation.response() != null) {
        addMembers(operation.name() + " out ", operation.response(), ours, open);
      }
    }

    assertThat(page.keySet().stream()
            .filter(
                member -> !ours.contains(member) && open.stream().noneMatch(member::startsWith)))
        .containsExactlyInAnyOrderElementsOf(page.keySet().stream()
            .filter(member -> page.get(member).equals("no"))
            .toList());
  }

  /** @param open where parts are of any form, such as the properties of an item */
  private static void addMembers(
      String path, @Nullable Type type, Set<String> into, Set<String> open) {
    if (type instanceof ParameterizedType generic) {
      Type[] parts = generic.getActualTypeArguments();
      if (parts.length == 2) {
        into.add(path + "{k}");
        into.add(path + "{v}");
        addMembers(path + "{v}", parts[1], into, open);
      } else {
        into.add(path + "[]");
        addMembers(path + "[]", parts[0], into, open);
      }
    } else if (type instanceof Class<?> message && isMessage(message)) {
      for (Field field : OperationTableTest.fields(message)) {
        if (field.isAnnotationPresent(JsonUnwrapped.class)) {
          addMembers(path, field.getGenericType(), into, open);
        } else if (!field.isAnnotationPresent(Addition.class)) {
          String inner = (path.endsWith(" ") ? path : path + ".") + OperationTableTest.name(field);
          into.add(inner);
          addMembers(inner, field.getGenericType(), into, open);
        }
      }
    } else if (!path.endsWith(" ")) {
      open.add(path + "{");
      open.add(path + "[");
      open.add(path + ".");
    }
  }

  private static boolean isMessage(Class<?> type) {
    return type.getPackageName().startsWith("org.openpersonalize") && !type.isEnum();
  }
}
