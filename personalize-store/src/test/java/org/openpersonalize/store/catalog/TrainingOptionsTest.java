// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.wire.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TrainingOptionsTest {
  private static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");

  @Test
  void they_are_members_of_a_solution_and_of_its_version() {
    Solution solution = new Solution(
            GROUP.sibling(ResourceType.SOLUTION, "tea"),
            "tea",
            GROUP,
            null,
            false,
            "buy",
            null,
            Instant.EPOCH)
        .searching(true, false);
    SolutionVersion version = new SolutionVersion(
        solution.arn().child("1"),
        "tea/1",
        solution,
        TrainingMode.FULL,
        TrainingType.MANUAL,
        Instant.EPOCH);

    for (Object resource : new Object[] {solution, version}) {
      JsonNode json = JsonMapper.shared().readTree(WireJson.mapper().writeValueAsString(resource));

      assertThat(json.propertyNames())
          .contains("name", "performHPO", "performAutoML", "eventType")
          .doesNotContain("training", "solutionConfig");
      assertThat(json.get("performHPO").booleanValue()).isTrue();
      assertThat(json.get("eventType").stringValue()).isEqualTo("buy");
    }
  }
}
