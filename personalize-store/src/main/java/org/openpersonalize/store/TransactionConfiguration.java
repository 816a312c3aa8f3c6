// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.ProxyTransactionManagementConfiguration;
import org.springframework.transaction.annotation.SpringTransactionAnnotationParser;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * What {@code @EnableTransactionManagement} does, for Spring's {@code @Transactional} on classes of this project.
 *
 * <p>Without this every method of every bean and of all its supertypes is searched for two annotations, most of them of
 * libraries that have neither.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
@Import(TransactionConfiguration.ClassProxies.class)
class TransactionConfiguration extends ProxyTransactionManagementConfiguration {
  @Override
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  public TransactionAttributeSource transactionAttributeSource() {
    return new OwnTransactions();
  }

  static final class OwnTransactions extends AnnotationTransactionAttributeSource {
    private static final long serialVersionUID = 1L;
    private static final String OURS = "org.openpersonalize.";

    OwnTransactions() {
      super(new SpringTransactionAnnotationParser());
    }

    @Override
    public boolean isCandidateClass(Class<?> type) {
      return type.getName().startsWith(OURS);
    }

    /** Those that only their package sees too, as proxies are subclasses. */
    @Override
    protected boolean allowPublicMethodsOnly() {
      return false;
    }
  }

  static final class ClassProxies implements ImportBeanDefinitionRegistrar {
    @Override
    public void registerBeanDefinitions(
        AnnotationMetadata importing, BeanDefinitionRegistry registry) {
      AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
      AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
    }
  }
}
