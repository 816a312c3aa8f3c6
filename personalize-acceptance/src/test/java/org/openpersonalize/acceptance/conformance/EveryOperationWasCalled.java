// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Looks back at what all tests of the build called; the build runs it after them, and not when only some were run. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EveryOperationWasCalled {
  private static final int REFUSALS = 2;

  private final Set<Call> calls = CallLog.get().read();
  private final Set<String> operations = ApiModels.get().operations();

  @Test
  void every_operation_was_answered_on_real_rows() {
    Set<String> withRealRows = calls.stream()
        .filter(call -> call.operation().equals(CallRecorder.REAL_ROWS))
        .map(Call::test)
        .collect(Collectors.toSet());
    Set<String> answered = calls.stream()
        .filter(Call::isAnswered)
        .filter(call -> withRealRows.contains(call.test()))
        .map(Call::operation)
        .collect(Collectors.toSet());

    assertThat(operations).hasSize(79);
    assertThat(answered).containsAll(operations);
  }

  @Test
  void every_operation_was_refused_in_two_ways() {
    Map<String, Set<String>> refusals = new TreeMap<>();
    operations.forEach(operation -> refusals.put(operation, new TreeSet<>()));
    calls.forEach(call -> call.refusal()
        .ifPresent(why ->
            refusals.computeIfAbsent(call.operation(), first -> new TreeSet<>()).add(why)));
    System.out.printf(
        "Conformance: %d operations refused in %d ways%n",
        refusals.size(), refusals.values().stream().mapToInt(Set::size).sum());

    assertThat(refusals)
        .allSatisfy((operation, ways) ->
            assertThat(ways).as(operation).hasSizeGreaterThanOrEqualTo(REFUSALS));
  }

  @Test
  void every_answer_was_as_the_models_have_it() {
    assertThat(calls).isNotEmpty().filteredOn(Call::isFaulty).isEmpty();
  }
}
