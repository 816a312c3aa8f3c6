/**
 * Benchmarks: {@code ./personalize bench}.
 *
 * <p>Start at {@link BenchCommand}. {@link AlsBench} times the factorization, beside Spark if asked; the package
 * {@code micro} holds JMH benchmarks of the parts.
 */
@NullMarked
package org.openpersonalize.bench;

import org.jspecify.annotations.NullMarked;
