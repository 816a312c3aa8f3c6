// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module of the Vector API in a JVM that started without it.
 *
 * <p>JDK 25 archives linked classes and call sites only for a JVM that has no incubating module from the start on, and they
 * are a quarter of the processor time of a start. So the launcher leaves {@code --add-modules=jdk.incubator.vector} out there
 * and permits, by {@code --add-exports=java.base/jdk.internal.module=ALL-UNNAMED}, to have it loaded when the first kernels
 * are wanted, as the JDK loads the module of its agents. A layer of our own lost: the compiler inlines the API only if it
 * comes from the JDK's own class loaders.
 */
final class VectorModule {
  private static final Logger log = LoggerFactory.getLogger(VectorModule.class);
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Loads it where that is permitted and it is not there yet; whoever uses it finds out whether it is. */
  static void load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ReflectiveOperationException notPermitted) {
      log.debug("{} is not loaded", NAME, notPermitted);
    }
  }
}
