// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.api.config.Role;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConditionalOnRoleTest {
  @ConditionalOnRole(Role.GATEWAY)
  static class Gate {}

  @ConditionalOnRole(Role.TRAIN)
  static class Trainer {}

  private final ApplicationContextRunner process =
      new ApplicationContextRunner().withUserConfiguration(Gate.class, Trainer.class);

  @Test
  void a_process_has_every_role_unless_told_otherwise() {
    process.run(
        context -> assertThat(context).hasSingleBean(Gate.class).hasSingleBean(Trainer.class));
  }

  @Test
  void a_process_with_fewer_roles_has_only_what_they_need() {
    process
        .withPropertyValues("personalize.roles=import,train")
        .run(context ->
            assertThat(context).doesNotHaveBean(Gate.class).hasSingleBean(Trainer.class));
  }
}
