/**
 * Implicit-feedback alternating least squares.
 *
 * <p>Start at {@link ImplicitAlsTrainer}: it sweeps users and items in turn and lets a {@link RowSolver}
 * solve the rows by way of a {@link PartitionSolver}, which is also what a training on several machines solves its parts
 * with. The arithmetic is that of {@link org.openpersonalize.core.kernel.Kernels}. {@link FoldIn} solves the same equation for a user seen at request time; {@link FactorModel} is what stays.
 *
 * <p>Shapes: U users, I items, K factors. The objective is that of Rendle, Krichene, Zhang, Koren: Revisiting the
 * Performance of iALS on Item Recommendation Benchmarks, RecSys 2022 (arXiv 2110.14037); see {@link Objective}.
 */
@NullMarked
package org.openpersonalize.core.als;

import org.jspecify.annotations.NullMarked;
