// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.training.TrainingProgress;

/** Whose ids stand in the files of models, and of whom something is said there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KnownUsersTest {
  private static final String USER = "somebody-";
  private static final int USERS = 300;
  private static final InteractionLog LOG = log();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-popularity-count",
        "aws-hrnn",
        "aws-user-personalization-v2",
        "aws-sims",
        "aws-trending-now",
        "aws-item-affinity"
      })
  void whose_ids_a_model_has_is_told_and_nobody_elses(String recipe) throws IOException {
    Map<String, byte[]> files = files(recipe);

    KnownUsers known = KnownUsers.read(file -> new ByteArrayInputStream(files.get(file)));

    boolean named = files.values().stream()
        .anyMatch(file -> new String(file, StandardCharsets.ISO_8859_1).contains(USER));
    assertThat(named).isEqualTo(recipe.equals("aws-item-affinity"));
    for (int user = 0; user < USERS; user++) {
      assertThat(known.hasId(USER + user)).isEqualTo(named);
    }
    assertThat(known.hasId("nobody")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = "aws-trending-now")
  void whose_hashes_a_model_has_is_told(String recipe) throws IOException {
    Map<String, byte[]> files = files(recipe);

    KnownUsers known = KnownUsers.read(file -> new ByteArrayInputStream(files.get(file)));

    assertThat(
            IntStream.range(0, USERS).filter(user -> known.hasHash(USER + user)).count())
        .isGreaterThan(USERS / 2);
    assertThat(known.hasHash("nobody")).isFalse();
    assertThat(known.isEmpty()).isFalse();
  }

  /** Within two hours. */
  private static InteractionLog log() {
    Random random = new Random(7);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < USERS; user++) {
      for (int n = 0; n < 12; n++) {
        log.add(
            USER + user,
            "i" + (int) (60 * Math.pow(random.nextDouble(), 2)),
            null,
            Float.NaN,
            1_700_000_000_000L + random.nextInt(7_200_000));
      }
    }
    return log.build();
  }

  private static Map<String, byte[]> files(String recipe) throws IOException {
    Candidates candidates = new Candidates(
        Hyperparameters.defaultsOf(
            ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow()),
        ParameterSearch.NONE,
        ModelFamilies.ALL);
    TrainedModel model = new RecipeTrainer(Clock.systemUTC())
        .train(
            new Training(candidates, ConfidenceRule.everyEvent(), LOG, new Execution(1, 2)),
            TrainingProgress.NONE);
    Map<String, byte[]> files = new LinkedHashMap<>();
    model.write(file -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    });
    return files;
  }
}
