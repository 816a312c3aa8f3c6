// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.openpersonalize.core.kernel.HalfFloats;

/** Numbers with a shape, as they stand in a safetensors file. */
public sealed interface Tensor {
  int[] shape();

  /** The name of the element type in safetensors. */
  String dtype();

  /** How many numbers there are. */
  int length();

  /** How many bytes each of them has. */
  default int bytesEach() {
    return Float.BYTES;
  }

  /** Puts the numbers {@code [from, to)} into {@code buffer}. */
  void put(int from, int to, ByteBuffer buffer);

  /** 32-bit floats, the last dimension varying fastest. */
  record Floats(float[] values, int... shape) implements Tensor {
    public Floats {
      checkShape(values.length, shape);
    }

    @Override
    public String dtype() {
      return "F32";
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void put(int from, int to, ByteBuffer buffer) {
      buffer.asFloatBuffer().put(values, from, to - from);
    }
  }

  /** 32-bit whole numbers, the last dimension varying fastest. */
  record Ints(int[] values, int... shape) implements Tensor {
    public Ints {
      checkShape(values.length, shape);
    }

    @Override
    public String dtype() {
      return "I32";
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void put(int from, int to, ByteBuffer buffer) {
      buffer.asIntBuffer().put(values, from, to - from);
    }
  }

  /** 16-bit floats, see {@link HalfFloats}, the last dimension varying fastest. */
  record Halves(short[] values, int... shape) implements Tensor {
    public Halves {
      checkShape(values.length, shape);
    }

    @Override
    public String dtype() {
      return "F16";
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int bytesEach() {
      return Short.BYTES;
    }

    @Override
    public void put(int from, int to, ByteBuffer buffer) {
      buffer.asShortBuffer().put(values, from, to - from);
    }
  }

  private static void checkShape(int length, int[] shape) {
    if (Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact) != length) {
      throw new IllegalArgumentException(
          "%d numbers do not have the shape %s".formatted(length, Arrays.toString(shape)));
    }
  }
}
