// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mockito.Mockito;
import org.openpersonalize.store.request.Addition;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** Holds the table, its requests and its answers against the models of the AWS SDK. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperationTableTest {
  private static final String SERVICES = "software.amazon.awssdk.services.";
  private static final List<String> MODELS =
      List.of("personalize", "personalizeruntime", "personalizeevents");

  private final Operations operations = table();

  @Test
  void the_table_holds_the_data_training_serving_and_tag_operations() {
    assertThat(operations.all())
        .extracting(Operation::name)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(42);
  }

  @Test
  void the_page_on_compatibility_names_exactly_these_operations_as_served() throws IOException {
    List<String> page = Files.readAllLines(Path.of("..", "docs", "compatibility.md"));
    List<String> served = page.stream()
        .dropWhile(line -> !line.equals("| | served | not yet |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .flatMap(row -> Arrays.stream(row.split("\\|")[2].split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();

    assertThat(served)
        .containsExactlyInAnyOrderElementsOf(
            ofTheOriginal().map(Operation::name).toList());
    assertThat(operations.all())
        .filteredOn(OperationTableTest::isAddition)
        .extracting(Operation::name)
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(page).anyMatch(line -> line.contains("`%s`".formatted(name))));
  }

  /** So that no row stays whose member or operation was renamed. */
  @Test
  void the_page_on_compatibility_tells_of_no_member_and_no_operation_that_there_is_not()
      throws IOException {
    List<String> rows = Files.readAllLines(Path.of("..", "docs", "compatibility.md")).stream()
        .dropWhile(line -> !line.equals("## Members that are refused"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
    Set<String> names = operations.all().stream().map(Operation::name).collect(Collectors.toSet());
    Set<Type> seen = new HashSet<>();
    Set<String> members = operations.all().stream()
        .flatMap(operation -> members(operation.request(), seen))
        .collect(Collectors.toSet());

    assertThat(Pattern.compile("`([a-z]+[A-Z]\\w*)`")
            .matcher(String.join("\n", rows))
            .results()
            .map(member -> member.group(1)))
        .hasSizeGreaterThan(30)
        .allSatisfy(member -> assertThat(members).contains(member));
    assertThat(rows.stream()
            .filter(row -> row.startsWith("| ") && !row.startsWith("| where"))
            .flatMap(row -> Arrays.stream(row.split("\\|")[1].split(",")))
            .map(String::strip)
            .filter(where -> !where.startsWith("`") && !where.equals("any operation")))
        .hasSizeGreaterThan(5)
        .allSatisfy(where -> assertThat(names).contains(where));
  }

  /** The names of a message's members and of those in them, whatever was not seen before. */
  private static Stream<String> members(Type type, Set<Type> seen) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments())
          .flatMap(argument -> members(argument, seen));
    }
    if (!(type instanceof Class<?> message)
        || !message.getPackageName().startsWith("org.openpersonalize")
        || message.isEnum()
        || !seen.add(type)) {
      return Stream.empty();
    }
    return fields(message).stream()
        .flatMap(
            field -> Stream.concat(Stream.of(name(field)), members(field.getGenericType(), seen)));
  }

  private Stream<Operation<?>> ofTheOriginal() {
    return operations.all().stream().filter(operation -> !isAddition(operation));
  }

  private static boolean isAddition(Operation<?> operation) {
    return operation.request().isAnnotationPresent(Addition.class);
  }

  @TestFactory
  Stream<DynamicTest> a_request_has_no_member_the_api_does_not_have() {
    return ofTheOriginal()
        .map(operation -> dynamicTest(
            operation.name(),
            () -> compare(operation.name(), operation.request(), sdk(operation, "Request"))));
  }

  /** Entities answer with their fields, so this also keeps anything internal from leaking out of one. */
  @TestFactory
  Stream<DynamicTest> an_answer_has_no_member_the_api_does_not_have() {
    return ofTheOriginal()
        .flatMap(operation -> Stream.ofNullable(operation.response())
            .map(response -> dynamicTest(
                operation.name(),
                () -> compare(operation.name(), response, sdk(operation, "Response")))));
  }

  @Test
  void a_rest_operation_is_where_the_sdk_posts_it() {
    assertThat(operations.all())
        .filteredOn(operation -> operation.path() != null)
        .extracting(Operation::path)
        .contains("/events", "/items", "/users", "/recommendations", "/personalize-ranking");
  }

  private static void compare(String where, Type ours, SdkPojo official) {
    Map<String, SdkField<?>> members = official.sdkFields().stream()
        .collect(Collectors.toMap(SdkField::memberName, field -> field));
    for (Field field : fields(raw(ours))) {
      if (field.isAnnotationPresent(JsonUnwrapped.class)) {
        compare(where, field.getType(), official);
        continue;
      }
      String name = name(field);
      if (field.isAnnotationPresent(Addition.class)) {
        assertThat(members.keySet()).as(where).doesNotContain(name);
        continue;
      }
      assertThat(members.keySet()).as(where).contains(name);
      compareValue(where + "." + name, field.getGenericType(), members.get(name));
    }
  }

  /** The members of a message, those of what it extends behind its own. */
  static List<Field> fields(Class<?> type) {
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
        .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !field.isAnnotationPresent(JsonIgnore.class))
        .toList();
  }

  private static void compareValue(String where, Type ours, SdkField<?> official) {
    if (official.marshallingType() == MarshallingType.LIST
        && ours instanceof ParameterizedType list) {
      compareValue(
          where,
          list.getActualTypeArguments()[0],
          official.getTrait(ListTrait.class).memberFieldInfo());
    } else if (official.marshallingType() == MarshallingType.SDK_POJO
        && raw(ours).getPackageName().startsWith("org.openpersonalize")) {
      compare(where, ours, official.constructor().get());
    }
  }

  static String name(Field field) {
    return Optional.ofNullable(field.getAnnotation(JsonProperty.class))
        .map(JsonProperty::value)
        .orElse(field.getName());
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static SdkPojo sdk(Operation<?> operation, String side) {
    for (String model : MODELS) {
      try {
        Class<?> message = Class.forName(SERVICES + model + ".model." + operation.name() + side);
        return (SdkPojo) message.getMethod("builder").invoke(null);
      } catch (ClassNotFoundException elsewhere) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("No client of the SDK has an operation " + operation.name());
  }

  static Operations table() {
    return new Operations(Stream.of(
            DataOperations.class,
            ModelOperations.class,
            AnswerOperations.class,
            InsightOperations.class)
        .map(OperationTableTest::withoutServices)
        .toList());
  }

  private static OperationTable withoutServices(Class<? extends OperationTable> table) {
    Constructor<?> constructor = table.getDeclaredConstructors()[0];
    try {
      return (OperationTable) constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(Mockito::mock).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
