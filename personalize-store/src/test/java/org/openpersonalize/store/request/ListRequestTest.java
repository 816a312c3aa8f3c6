// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.PageRequest;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ListRequestTest {
  private static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");

  record ListThings(
      @Nullable Arn datasetGroupArn,
      @Nullable String nextToken,
      @Nullable Integer maxResults) implements ListRequest {}

  @Test
  void a_list_is_restricted_to_what_the_request_names_beside_its_page() {
    ListThings request = new ListThings(GROUP, "next", 7);

    assertThat(request.where()).hasSize(1).containsEntry("datasetGroupArn", GROUP);
    assertThat(request.page()).isEqualTo(new PageRequest("next", 7));
  }

  @Test
  void what_is_left_out_is_no_restriction() {
    assertThat(new ListThings(null, null, null).where())
        .hasSize(1)
        .containsEntry("datasetGroupArn", null);
  }
}
