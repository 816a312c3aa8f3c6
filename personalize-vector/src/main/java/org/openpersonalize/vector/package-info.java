/**
 * The numeric kernels on {@code jdk.incubator.vector}: two to five times faster than what the JIT compiler makes of plain
 * loops.
 *
 * <p>Start at {@link VectorKernels}, which core finds by {@link java.util.ServiceLoader}. The JVM has to be started with
 * {@code --add-modules jdk.incubator.vector}; without it core falls back to its own kernels.
 */
@NullMarked
package org.openpersonalize.vector;

import org.jspecify.annotations.NullMarked;
