/**
 * The numeric kernels that training and scoring spend their time in.
 *
 * <p>Start at {@link Kernels}: a handful of operations on flat {@code float} arrays, written once in plain Java
 * ({@link PlainKernels}) and once more by a module that is found at run time, if the processor and the JVM allow it.
 * {@link RowBuffer} holds the rows one worker is busy with; {@link RightFactor} what many are multiplied with by a {@link
 * Multiplier}; {@link Tile} is a view of a matrix; {@link Vectors} are loops over rows that are arrays of their own.
 */
@NullMarked
package org.openpersonalize.core.kernel;

import org.jspecify.annotations.NullMarked;
