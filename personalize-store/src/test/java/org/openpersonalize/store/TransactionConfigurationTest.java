// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TransactionConfigurationTest {
  @Test
  void methods_of_ours_have_transactions_if_only_their_package_sees_them_too() {
    try (var context = new AnnotationConfigApplicationContext(
        TransactionConfiguration.class, NoDatabase.class, Work.class)) {
      Work work = context.getBean(Work.class);

      assertThat(work.shown()).isTrue();
      assertThat(work.hidden()).isTrue();
      assertThat(work.outside()).isFalse();
    }
  }

  @Test
  void classes_of_libraries_are_not_searched() {
    var transactions = new TransactionConfiguration().transactionAttributeSource();

    assertThat(transactions.isCandidateClass(Work.class)).isTrue();
    assertThat(transactions.isCandidateClass(JdbcTransactionManager.class)).isFalse();
  }

  static class Work {
    @Transactional
    public boolean shown() {
      return TransactionSynchronizationManager.isActualTransactionActive();
    }

    @Transactional
    boolean hidden() {
      return TransactionSynchronizationManager.isActualTransactionActive();
    }

    boolean outside() {
      return TransactionSynchronizationManager.isActualTransactionActive();
    }
  }

  static final class NoDatabase extends AbstractPlatformTransactionManager {
    private static final long serialVersionUID = 1L;

    @Override
    protected Object doGetTransaction() {
      return this;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {}

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }
}
