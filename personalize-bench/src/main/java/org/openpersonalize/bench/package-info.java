/**
 * Benchmarks: {@code ./personalize bench}.
 *
 * <p>Start at {@link BenchCommand}. {@link AlsBench} times the factorization, beside Spark if asked, {@link
 * AnswersBench} what a model takes to answer, {@link MemoryBench} what it takes of the heap, {@link BatchBench} batch inference, {@link RecommendationsBench} a running service, with
 * data of {@link ShopBench} for example, and {@link org.openpersonalize.bench.serve.ServeBench} how much of a load it carries; the package {@code micro} holds JMH benchmarks of the parts.
 */
@NullMarked
package org.openpersonalize.bench;

import org.jspecify.annotations.NullMarked;
