// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Keeps Hibernate from writing classes at the start: entities have no associations, so that nobody needs a proxy of one, and
 * their fields are set by reflection. Asking for a reference to an entity fails.
 *
 * <p>Public for Hibernate, which finds it as a service.
 */
public final class NoEntityProxies implements ServiceContributor {
  @Override
  public void contribute(StandardServiceRegistryBuilder services) {
    services.addService(BytecodeProvider.class, new BytecodeProviderImpl());
  }
}
