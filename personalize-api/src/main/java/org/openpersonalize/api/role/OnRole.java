// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import java.util.EnumSet;
import java.util.Set;
import org.openpersonalize.api.config.Role;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Asks the settings, because conditions are evaluated before there are beans. */
final class OnRole implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Role needed =
        metadata.getAnnotations().get(ConditionalOnRole.class).getEnum("value", Role.class);
    Set<Role> ours = Binder.get(context.getEnvironment())
        .bind("personalize.roles", Bindable.setOf(Role.class))
        .orElseGet(() -> EnumSet.allOf(Role.class));
    return ours.contains(needed);
  }
}
