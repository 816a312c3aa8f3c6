package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mockito.Mockito;
import org.openpersonalize.api.config.PersonalizeProperties;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** Holds the table and its requests against the models of the AWS SDK. */
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

  @TestFactory
  Stream<DynamicTest> a_request_has_no_member_the_api_does_not_have() {
    return operations.all().stream()
        .map(operation -> dynamicTest(
            operation.name(),
            () -> compare(operation.name(), operation.request(), sdkRequest(operation))));
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
    for (RecordComponent component : raw(ours).getRecordComponents()) {
      String name = name(component);
      assertThat(members.keySet()).as(where).contains(name);
      compareValue(where + "." + name, component.getGenericType(), members.get(name));
    }
  }

  private static void compareValue(String where, Type ours, SdkField<?> official) {
    if (official.marshallingType() == MarshallingType.LIST
        && ours instanceof ParameterizedType list) {
      compareValue(
          where,
          list.getActualTypeArguments()[0],
          official.getTrait(ListTrait.class).memberFieldInfo());
    } else if (official.marshallingType() == MarshallingType.SDK_POJO
        && raw(ours).isRecord()) {
      compare(where, ours, official.constructor().get());
    }
  }

  private static String name(RecordComponent component) {
    return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
        .map(JsonProperty::value)
        .orElse(component.getName());
  }

  private static Class<?> raw(Type type) {
    return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  private static SdkPojo sdkRequest(Operation<?> operation) {
    for (String model : MODELS) {
      try {
        Class<?> request =
            Class.forName(SERVICES + model + ".model." + operation.name() + "Request");
        return (SdkPojo) request.getMethod("builder").invoke(null);
      } catch (ClassNotFoundException elsewhere) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("No client of the SDK has an operation " + operation.name());
  }

  private static Object argument(Class<?> type) {
    return type == PersonalizeProperties.class
        ? WireTestConfiguration.properties()
        : Mockito.mock(type);
  }

  private static Operations table() {
    Method method = Arrays.stream(OperationTable.class.getDeclaredMethods())
        .filter(candidate -> candidate.getReturnType() == Operations.class)
        .findFirst()
        .orElseThrow();
    try {
      return (Operations) method.invoke(
          new OperationTable(),
          Arrays.stream(method.getParameterTypes())
              .map(OperationTableTest::argument)
              .toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
