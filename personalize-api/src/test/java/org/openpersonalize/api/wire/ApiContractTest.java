// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.wire.WireJson;

/**
 * Holds every request against what the API's model says of its members: each is known, takes what it may be, and refuses what it
 * may not be. {@code tools/api-contract.py} made the list of that from the models.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiContractTest {
  private static final Path CONTRACT = Path.of("src", "test", "resources", "api-contract.txt");

  /**
   * Members whose values the service reads, and not their types: properties, of which it says what is wrong with which record, and
   * values of events, of which what is no number counts as none, as in files.
   */
  private static final List<String> READ_BY_THE_SERVICE = List.of(".properties", ".eventValue");

  /** What the model lets be missing, though nothing could be read or asked. */
  private static final List<String> NEEDED = List.of("dataSource.dataLocation", "campaignArn");

  private final Map<String, ApiShape> requests = new LinkedHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Operations operations = OperationTableTest.table();
  private ValidatorFactory validators;
  private Validator validator;

  @BeforeAll
  void read() throws IOException {
    validators = Validation.buildDefaultValidatorFactory();
    validator = validators.getValidator();
    for (String line : Files.readAllLines(CONTRACT)) {
      String[] cells = line.split("\t");
      ApiShape request = requests.computeIfAbsent(cells[0], unused -> ApiShape.root());
      if (cells[1].equals("in")) {
        request.add(cells[2], new ApiShape(cells[3], WireJson.mapper().readTree(cells[4])));
      }
    }
  }

  @AfterAll
  void tell() {
    validators.close();
    System.out.printf(
        "Contract: %d of %d operations, %d values taken, %d values refused%n",
        served().count(), requests.size(), taken.get(), refused.get());
  }

  private Stream<Operation<?>> served() {
    return operations.all().stream().filter(operation -> requests.containsKey(operation.name()));
  }

  @TestFactory
  Stream<DynamicTest> a_request_takes_all_that_it_may_be() {
    return served()
        .map(operation -> dynamicTest(operation.name(), () -> {
          ApiShape shape = requests.get(operation.name());
          List<String> wrongly = new ArrayList<>();
          if (NEEDED.stream().noneMatch(shape::has)) {
            take(operation, "only what is required", shape.sample(false), wrongly);
          }
          Object whole = shape.sample(true);
          take(operation, "everything", whole, wrongly);
          shape.visit(
              operation.name(),
              whole,
              (path, member, set) -> member.tellFitting((what, value) ->
                  take(operation, "%s %s".formatted(path, what), set.apply(value), wrongly)),
              value -> value);
          assertThat(wrongly).isEmpty();
        }));
  }

  private void take(Operation<?> operation, String what, Object request, List<String> wrongly) {
    refusal(operation, request)
        .ifPresentOrElse(
            why -> wrongly.add("%s is refused: %s".formatted(what, why)), taken::incrementAndGet);
  }

  @TestFactory
  Stream<DynamicTest> a_request_refuses_all_that_it_may_not_be() {
    return served()
        .map(operation -> dynamicTest(operation.name(), () -> {
          ApiShape shape = requests.get(operation.name());
          List<String> wrongly = new ArrayList<>();
          shape.visit(
              operation.name(),
              shape.sample(true),
              (path, member, set) -> member.tellUnfitting((what, value) -> {
                if (refusal(operation, set.apply(value)).isPresent()) {
                  refused.incrementAndGet();
                } else if (READ_BY_THE_SERVICE.stream().noneMatch(path::endsWith)) {
                  wrongly.add("%s %s is taken".formatted(path, what));
                }
              }),
              value -> value);
          assertThat(wrongly).isEmpty();
        }));
  }

  /** Why a request is refused before anything is done; empty if it is not. */
  private Optional<String> refusal(Operation<?> operation, Object request) {
    try {
      Object read = WireJson.read(WireJson.write(request), operation.request());
      return validator.validate(read).stream()
          .findFirst()
          .map(violation -> violation.getPropertyPath() + " " + violation.getMessage());
    } catch (PersonalizeException e) {
      assertThat(e.code()).isIn(ErrorCode.INVALID_INPUT, ErrorCode.SERIALIZATION);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
