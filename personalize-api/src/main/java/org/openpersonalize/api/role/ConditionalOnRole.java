// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.openpersonalize.api.config.Role;
import org.springframework.context.annotation.Conditional;

/** Registers a controller or a configuration only where the process has the role. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnRole.class)
public @interface ConditionalOnRole {
  Role value();
}
