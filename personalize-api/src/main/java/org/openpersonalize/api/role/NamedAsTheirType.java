// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Has a bean that is asked for by its class looked for under the name that Spring gives to one of that class.
 *
 * <p>Spring takes it from there if it is of the type and no other is preferred, and otherwise asks each of all beans whether
 * it is of the type, which was an eighth of what a start's thread did. A parameter with the name of such a bean, and a
 * qualifier, come first as ever.
 */
public final class NamedAsTheirType
    implements ApplicationContextInitializer<GenericApplicationContext> {
  @Override
  public void initialize(GenericApplicationContext context) {
    DefaultListableBeanFactory beans = context.getDefaultListableBeanFactory();
    beans.setAutowireCandidateResolver(new Resolver());
  }

  private static final class Resolver extends ContextAnnotationAutowireCandidateResolver {
    @Override
    public @Nullable String getSuggestedName(DependencyDescriptor descriptor) {
      String name = super.getSuggestedName(descriptor);
      return name != null
          ? name
          : ClassUtils.getShortNameAsProperty(descriptor.getDependencyType());
    }
  }
}
