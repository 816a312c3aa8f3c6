// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SparseSumsTest {
  @ParameterizedTest
  @CsvSource({"0,0,10", "1,5,1000000", "300,900,1000000", "300,900,500", "70000,90000,2000000000"})
  void they_are_those_of_a_map(int different, int additions, int numbers) {
    SplittableRandom random = new SplittableRandom(different);
    int[] drawn = random.ints(different, 0, numbers).toArray();
    SparseSums sums = new SparseSums(different, numbers);
    Map<Integer, Float> expected = new HashMap<>();
    Map<Integer, Integer> slots = new HashMap<>();
    for (int n = 0; n < additions; n++) {
      int number = drawn[random.nextInt(different)];
      float amount = (float) random.nextDouble();
      expected.merge(number, amount, Float::sum);
      int slot = sums.add(number, amount);
      assertThat(slots.computeIfAbsent(number, ignored -> slot)).isEqualTo(slot);
      assertThat(slot).isLessThan(sums.slots());
    }

    Map<Integer, Float> visited = new HashMap<>();
    sums.forEach(visited::put);
    assertThat(visited).isEqualTo(expected);
    assertThat(sums.size()).isEqualTo(expected.size());
    expected.forEach((number, sum) -> {
      assertThat(sums.of(number)).isEqualTo(sum);
      assertThat(sums.contains(number)).isTrue();
    });
    for (int n = 0; n < 100; n++) {
      int number = random.nextInt(numbers);
      assertThat(sums.contains(number)).isEqualTo(expected.containsKey(number));
      assertThat(sums.of(number)).isEqualTo(expected.getOrDefault(number, 0f));
    }
  }
}
