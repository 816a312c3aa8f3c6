// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;

/** Where files lie; what becomes of them is in {@code SolutionLifeCycleTest}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ModelPublisherTest {
  private static final String ACCOUNT = "arn:aws:personalize:us-east-1:000000000000:";

  @Test
  void the_files_of_a_version_lie_below_those_of_its_solution() {
    assertThat(prefix("solution/popular/1a2b"))
        .isEqualTo("popular/1a2b/")
        .startsWith(prefix("solution/popular"));
  }

  @Test
  void namesakes_of_different_kinds_have_files_apart() {
    assertThat(prefix("recommender/popular"))
        .isEqualTo("_recommender/popular/")
        .doesNotStartWith(prefix("solution/popular"));
    assertThat(prefix("recommender/popular")).doesNotStartWith(prefix("solution/recommender"));
  }

  private static String prefix(String resource) {
    return ModelPublisher.prefix(Arn.parse(ACCOUNT + resource));
  }
}
