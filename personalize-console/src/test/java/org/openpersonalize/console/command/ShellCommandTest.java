// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.insight.InsightService.GetInsights;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.store.tag.Tag;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShellCommandTest {
  private static final String ENDPOINT = "http://127.0.0.1:8080";
  private static final Arn CAMPAIGN =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:campaign/home");

  @Test
  void members_are_options_and_what_is_not_asked_for_is_left_out() {
    assertThat(ShellCommand.of(
            ENDPOINT, new CreateDatasetGroup("shop", null, null, Domain.ECOMMERCE, null)))
        .isEqualTo("aws --endpoint-url http://127.0.0.1:8080 personalize create-dataset-group"
            + " --name shop --domain ECOMMERCE");
  }

  @Test
  void what_is_more_than_a_text_is_json_in_one_word() {
    assertThat(ShellCommand.of(
            ENDPOINT,
            new CreateDatasetGroup("shop", null, null, null, List.of(new Tag("owner", "Ola's")))))
        .endsWith("--tags '[{\"tagKey\":\"owner\",\"tagValue\":\"Ola'\\''s\"}]'");
  }

  @Test
  void answers_come_from_the_runtime() {
    assertThat(ShellCommand.of(ENDPOINT, of("a user; rm -rf $HOME")))
        .isEqualTo(
            "aws --endpoint-url http://127.0.0.1:8080 personalize-runtime get-recommendations"
                + " --campaign-arn " + CAMPAIGN + " --user-id 'a user; rm -rf $HOME'");
  }

  @Test
  void what_the_cli_does_not_know_is_posted() {
    assertThat(ShellCommand.of(ENDPOINT, new GetInsights(CAMPAIGN)))
        .isEqualTo(
            "curl --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" --json '{\"datasetGroupArn\":\""
                + CAMPAIGN + "\"}' http://127.0.0.1:8080/insights");
  }

  private static GetRecommendations of(String userId) {
    return new GetRecommendations(CAMPAIGN, null, userId, null, null, null, null, null, null, null);
  }
}
