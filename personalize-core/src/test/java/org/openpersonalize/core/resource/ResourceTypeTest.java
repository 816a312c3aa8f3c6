// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ResourceTypeTest {
  private static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");

  @ParameterizedTest
  @EnumSource
  void a_type_is_found_by_its_arns_and_by_the_member_they_stand_in(ResourceType type) {
    String id = type == ResourceType.SOLUTION_VERSION ? "als/0123abcd" : "als";

    assertThat(GROUP.sibling(type, id).type()).contains(type);
    assertThat(ResourceType.ofArnMember(type.arnMember())).isEqualTo(type);
  }

  @Test
  void the_member_is_spelt_as_the_api_spells_it() {
    assertThat(ResourceType.DATASET_IMPORT_JOB.arnMember()).isEqualTo("datasetImportJobArn");
  }

  @Test
  void a_type_that_this_service_does_not_have_is_none() {
    Arn unknown = Arn.parse("arn:aws:personalize:us-east-1:000000000000:magic/wand");

    assertThat(unknown.type()).isEmpty();
    assertThat(unknown.typeName()).isEqualTo("magic");
  }
}
