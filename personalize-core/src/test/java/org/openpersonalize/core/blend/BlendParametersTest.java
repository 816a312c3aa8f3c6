// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.similarity.ItemItemParameters;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BlendParametersTest {
  private static final BlendParameters BLEND = new BlendParameters(List.of(
      new Component(AlsParameters.DEFAULT, 1),
      new Component(ItemItemParameters.DEFAULT, 0.3),
      new Component(AlsParameters.DEFAULT.withRank(16), 0.15)));

  @Test
  void components_are_named_after_their_family() {
    assertThat(BLEND.names()).containsExactly("als", "item-item", "als-2");
    assertThat(BLEND.settings())
        .containsEntry("als.weight", "1.0")
        .containsEntry("als.factors", "64")
        .containsEntry("item-item.user_exponent", "0.5")
        .containsEntry("als-2.weight", "0.15")
        .containsEntry("als-2.factors", "16");
  }

  @Test
  void a_setting_of_a_component_is_changed_by_its_name_and_the_others_stay() {
    BlendParameters changed =
        BLEND.with("als-2.factors", "8").with("item-item.weight", "2").with("als.sweeps", "3");

    assertThat(changed.components())
        .containsExactly(
            new Component(AlsParameters.DEFAULT.withSweeps(3), 1),
            new Component(ItemItemParameters.DEFAULT, 2),
            new Component(AlsParameters.DEFAULT.withRank(8), 0.15));
  }

  @Test
  void settings_that_are_read_can_be_given_back() {
    assertThat(ModelFamilies.ALL.named("blend").of(BLEND.settings())).isEqualTo(BLEND);
  }

  @Test
  void an_unknown_setting_is_answered_with_those_there_are() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BLEND.with("factors", "8"))
        .withMessageContaining("als, item-item, als-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BLEND.with("als.rank", "8"))
        .withMessageContaining("als has no setting 'rank'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BLEND.with("als.weight", "-1"))
        .withMessageContaining("weight of a component must be a number from 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlendParameters(List.of()))
        .withMessageContaining("must have a component");
  }
}
