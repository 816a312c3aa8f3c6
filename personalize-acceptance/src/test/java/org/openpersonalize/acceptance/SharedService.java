// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test that asks for a {@link ServiceProcess} the same one, for it takes seconds to start and longer to become as
 * fast as it is; it stops after the last test. Of the whole session and not of JUnit's root context: where tests run in
 * several JVMs, each class has a root of its own. Tests that need settings of their own start their own.
 */
public final class SharedService implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedService.class);

  /** Tests make what they need and leave it to the end of the process. */
  private static final int ROOM = 50;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ServiceProcess.class;
  }

  @Override
  public ServiceProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(ServiceProcess.class, first -> start(), ServiceProcess.class);
  }

  private static ServiceProcess start() {
    try {
      return ServiceProcess.start(
          "--personalize.limits.dataset-groups=" + ROOM,
          "--personalize.limits.campaigns-per-dataset-group=" + ROOM,
          "--personalize.limits.recommenders-per-dataset-group=" + ROOM,
          "--personalize.training.automatic-delay=0s");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the service started", e);
    }
  }
}
