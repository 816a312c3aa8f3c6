// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.Map;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;

/** The tensors of one file, which are asked for by name and shape. */
public record TensorFile(String file, Map<String, Tensor> tensors) {
  /** Stands for any length of a dimension. */
  public static final int ANY = -1;

  /** A tensor of floats. */
  public Tensor.Floats floats(String name, int... shape) throws UnreadableModelException {
    if (tensors.get(name) instanceof Tensor.Floats floats && fits(floats.shape(), shape)) {
      return floats;
    }
    throw unreadable(name);
  }

  /** A tensor of whole numbers. */
  public Tensor.Ints ints(String name, int... shape) throws UnreadableModelException {
    if (tensors.get(name) instanceof Tensor.Ints ints && fits(ints.shape(), shape)) {
      return ints;
    }
    throw unreadable(name);
  }

  /** A tensor of half floats. */
  public Tensor.Halves halves(String name, int... shape) throws UnreadableModelException {
    if (tensors.get(name) instanceof Tensor.Halves halves && fits(halves.shape(), shape)) {
      return halves;
    }
    throw unreadable(name);
  }

  /** Is there a tensor of this name? */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  private UnreadableModelException unreadable(String name) {
    return new UnreadableModelException(
        "%s does not have the %s that its items ask for".formatted(file, name));
  }

  private static boolean fits(int[] actual, int[] expected) {
    if (actual.length != expected.length) {
      return false;
    }
    for (int n = 0; n < actual.length; n++) {
      if (expected[n] != ANY && actual[n] != expected[n]) {
        return false;
      }
    }
    return true;
  }
}
