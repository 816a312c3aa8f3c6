// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels once for the whole JVM: those of a module on the class path if they can run here, otherwise the
 * plain ones. Kernels of a module cannot run where {@code jdk.incubator.vector} was not added to the JVM's modules and may not
 * be loaded either ({@link VectorModule}).
 *
 * <p>{@code -Dopenpersonalize.kernels=plain} asks for the plain ones, to compare.
 */
final class KernelChoice {
  private static final Logger log = LoggerFactory.getLogger(KernelChoice.class);

  static final Kernels BEST = choose();

  private KernelChoice() {}

  private static Kernels choose() {
    Kernels chosen = "plain".equals(System.getProperty("openpersonalize.kernels"))
        ? new PlainKernels()
        : fromModule();
    log.info("Numeric kernels: {}", chosen.name());
    return chosen;
  }

  private static Kernels fromModule() {
    VectorModule.load();
    try {
      return ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader())
          .findFirst()
          .orElseGet(PlainKernels::new);
    } catch (ServiceConfigurationError | LinkageError cannotRunHere) {
      log.info("No Vector API: {}", cannotRunHere.toString());
      return new PlainKernels();
    }
  }
}
