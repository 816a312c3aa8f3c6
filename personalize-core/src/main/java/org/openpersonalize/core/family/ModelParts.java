// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * The files of a model that is being read. Counts of pairs that several components use are one file and read once; how
 * they were counted is their name.
 */
public final class ModelParts {
  private static final String DEGREES = "degrees";
  private static final String STARTS = "starts";
  private static final String NEIGHBOURS = "neighbours";
  private static final String SUMS = "sums";

  private final ModelReader reader;
  private final int items;
  private final Map<String, CoOccurrence> counts = new HashMap<>();

  public ModelParts(ModelReader reader, int items) {
    this.reader = reader;
    this.items = items;
  }

  /** How many items the model has. */
  public int items() {
    return items;
  }

  /** Is there such a file? */
  public boolean has(String file) {
    return reader.has(file);
  }

  /** The ids of one file. */
  public IdIndex ids(String file) throws IOException {
    return reader.readIds(file);
  }

  /** The tensors of one file. */
  public TensorFile tensors(String file) throws IOException {
    return new TensorFile(file, reader.readTensors(file));
  }

  /** The name of the file of counts that were made so. */
  public static String countsFile(String measure, double userExponent, int memoryMegabytes) {
    return "%s-%s-%d.safetensors".formatted(measure, userExponent, memoryMegabytes);
  }

  /** Writes counts, unless another component did. */
  public static void writeCounts(ModelWriter writer, String file, CoOccurrence counts)
      throws IOException {
    if (!writer.hasWritten(file)) {
      CoOccurrence.Entries entries = counts.entries();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(DEGREES, new Tensor.Floats(counts.degrees(), counts.items()));
      tensors.put(STARTS, new Tensor.Ints(entries.starts(), counts.items() + 1));
      tensors.put(NEIGHBOURS, new Tensor.Ints(entries.neighbours(), entries.neighbours().length));
      tensors.put(SUMS, new Tensor.Floats(entries.sums(), entries.sums().length));
      writer.writeTensors(file, tensors);
    }
  }

  /** Reads what {@link #writeCounts} wrote. */
  public CoOccurrence counts(String file) throws IOException {
    CoOccurrence read = counts.get(file);
    if (read == null) {
      TensorFile tensors = tensors(file);
      int[] starts = tensors.ints(STARTS, items + 1).values();
      int entries = starts[items];
      if (starts[0] != 0 || entries < 0) {
        throw new UnreadableModelException("%s does not begin with its first pair".formatted(file));
      }
      read = new CoOccurrence(
          tensors.floats(DEGREES, items).values(),
          new CoOccurrence.Entries(
              starts,
              tensors.ints(NEIGHBOURS, entries).values(),
              tensors.floats(SUMS, entries).values()));
      counts.put(file, read);
    }
    return read;
  }
}
