// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.evaluation.RankingMetric.HitRate;
import org.openpersonalize.core.evaluation.RankingMetric.Ndcg;
import org.openpersonalize.core.evaluation.RankingMetric.Recall;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** The most popular items on splits that papers quote, once by the evaluator and once with maps and sets of ids. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PublishedSplitsTest {
  private static final int K = 20;

  @ParameterizedTest
  @ValueSource(strings = {"gowalla-lightgcn", "ml-1m-lightgcnpp"})
  void the_most_popular_items_score_as_in_a_slow_evaluation(String dataSet) throws IOException {
    Path trainFile = TestData.notRedistributable(dataSet + "/interactions.csv.gz");
    Path testFile = TestData.notRedistributable(dataSet + "/test.csv.gz");
    InteractionLog train = InteractionFile.read(trainFile);
    Split split = Split.givenTest(train, InteractionFile.read(testFile), 1);
    ConfidenceRule rule = ConfidenceRule.everyEvent().withHistoryLength(Integer.MAX_VALUE);
    Model popularity = PopularityParameters.DEFAULT
        .trainer()
        .train(new TrainingData(train, rule, 1, 2), TrainingProgress.NONE);

    Evaluation fast = new Evaluator(split.test(), rule, 2)
        .evaluate(
            popularity, Calibration.NONE, List.of(new Recall(K), new Ndcg(K), new HitRate(K)));

    Slow slow = new Slow(train, pairs(trainFile), pairs(testFile));
    assertThat(fast.users()).isEqualTo(slow.users);
    assertThat(fast.mean(new Recall(K))).isCloseTo(slow.recall / slow.users, within(1e-12));
    assertThat(fast.mean(new Ndcg(K))).isCloseTo(slow.ndcg / slow.users, within(1e-12));
    assertThat(fast.mean(new HitRate(K))).isCloseTo(slow.hits / slow.users, within(1e-12));
  }

  /** Sums over the users. It shares nothing with the evaluator but the lots that break ties. */
  private static final class Slow {
    private int users;
    private double recall;
    private double ndcg;
    private double hits;

    Slow(InteractionLog numbering, Map<String, Set<String>> train, Map<String, Set<String>> test) {
      Map<String, Integer> counts = new HashMap<>();
      train.values().forEach(items -> items.forEach(item -> counts.merge(item, 1, Integer::sum)));
      TreeMap<Integer, List<String>> byCount = new TreeMap<>(Comparator.reverseOrder());
      counts.forEach((item, count) ->
          byCount.computeIfAbsent(count, any -> new ArrayList<>()).add(item));
      test.forEach((user, wanted) -> {
        Set<String> seen = train.get(user);
        TieBreak tieBreak = new TieBreak(number(numbering.users(), user));
        List<String> list = new ArrayList<>();
        for (List<String> equal : byCount.values()) {
          List<String> unseen = new ArrayList<>(equal);
          unseen.removeAll(seen);
          unseen.sort(
              Comparator.comparingInt(item -> tieBreak.lot(number(numbering.items(), item))));
          list.addAll(unseen);
          if (list.size() >= K) {
            break;
          }
        }
        count(list.subList(0, K), wanted);
      });
    }

    private void count(List<String> list, Set<String> wanted) {
      double gain = 0;
      double ideal = 0;
      for (int position = 1; position <= K; position++) {
        double discount = Math.log(2) / Math.log(position + 1);
        gain += wanted.contains(list.get(position - 1)) ? discount : 0;
        ideal += position <= wanted.size() ? discount : 0;
      }
      users++;
      ndcg += gain / ideal;
      recall += (double) list.stream().filter(wanted::contains).count() / wanted.size();
      hits += Collections.disjoint(list, wanted) ? 0 : 1;
    }

    private static int number(IdIndex index, String id) {
      return index.find(id).orElseThrow();
    }
  }

  private static Map<String, Set<String>> pairs(Path file) throws IOException {
    Map<String, Set<String>> pairs = new HashMap<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",");
        pairs.computeIfAbsent(cells[0], any -> new HashSet<>()).add(cells[1]);
      }
    }
    return pairs;
  }
}
