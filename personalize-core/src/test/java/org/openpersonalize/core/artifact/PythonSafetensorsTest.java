// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.core.kernel.HalfFloats;

/** Beside the Python library of the format. {@code tools/safetensors-roundtrip.sh} fetches it and runs this. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@EnabledIfSystemProperty(
    named = "test.python",
    matches = ".+",
    disabledReason = "needs safetensors: run tools/safetensors-roundtrip.sh")
class PythonSafetensorsTest {
  private static final int DAMAGED = 3000;
  private static final int DATA = 28; // bytes

  private static final String HEADER = """
      {"__metadata__":{"shape":"round","dtype":"none"},
       "a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},
       "b":{"data_offsets":[12,28],"dtype":"I32","shape":[2,2]},
       "c":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""";

  private static final String CHARACTERS = "{}[],:\" 0123456789-.eFI_adorstu";

  @TempDir
  private static Path directory;

  private static final Map<String, Tensor> OURS = new LinkedHashMap<>();

  @BeforeAll
  static void runPython() throws IOException, InterruptedException {
    OURS.put("counting", new Tensor.Floats(new float[] {0, 1, 2, 3, 4, 5}, 2, 3));
    OURS.put("none", new Tensor.Floats(new float[0], 0, 4));
    OURS.put("ünï", new Tensor.Ints(new int[] {Integer.MIN_VALUE, -1, 7}, 3, 1));
    OURS.put("one", new Tensor.Ints(new int[] {9}));
    OURS.put(
        "halves", new Tensor.Halves(new short[] {HalfFloats.of(1.5f), HalfFloats.of(-0.2f), 0}, 3));
    OURS.put(
        "extreme",
        new Tensor.Floats(
            new float[] {-0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY}, 4));
    try (OutputStream out = Files.newOutputStream(directory.resolve("ours.safetensors"))) {
      Safetensors.write(OURS, out);
    }
    Files.createDirectory(directory.resolve("damaged"));
    SplittableRandom random = new SplittableRandom(8);
    for (int n = 0; n < DAMAGED; n++) {
      Files.write(damaged(n), damagedFile(random));
    }
    Process python = new ProcessBuilder(
            System.getProperty("test.python"),
            "../tools/safetensors-roundtrip.py",
            directory.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    System.out.print(said);
  }

  @Test
  void what_python_writes_of_what_it_read_is_what_we_wrote() throws IOException {
    Map<String, Tensor> theirs = read(directory.resolve("theirs.safetensors"));

    assertThat(theirs.remove("contiguous"))
        .usingRecursiveComparison()
        .isEqualTo(OURS.get("counting"));
    assertThat(theirs).usingRecursiveComparison().isEqualTo(OURS);
  }

  @Test
  void of_damaged_files_those_are_read_that_python_reads() throws IOException {
    List<String> read = new ArrayList<>();
    for (int n = 0; n < DAMAGED; n++) {
      Path file = damaged(n);
      if (isRead(file)) {
        read.add(file.getFileName().toString());
      }
    }

    assertThat(read)
        .hasSizeBetween(DAMAGED / 10, DAMAGED / 2)
        .isEqualTo(Files.readAllLines(directory.resolve("taken.txt")));
  }

  private static Path damaged(int n) {
    return directory.resolve("damaged/%05d".formatted(n));
  }

  /** A file with up to three characters of its header changed, and sometimes the length of something. */
  private static byte[] damagedFile(SplittableRandom random) {
    StringBuilder header = new StringBuilder(HEADER);
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(header.length());
      switch (random.nextInt(6)) {
        case 0 -> header.deleteCharAt(at);
        case 1 -> header.insert(at, one(CHARACTERS, random));
        case 2 -> header.setCharAt(at, one(CHARACTERS, random));
        default -> header.setCharAt(at, like(header.charAt(at), random));
      }
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + DATA + slip(random))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length + slip(random))
        .put(json)
        .array();
  }

  /** A digit for a digit and a letter for a letter. */
  private static char like(char character, SplittableRandom random) {
    if (Character.isDigit(character)) {
      return one("0123456789", random);
    }
    return Character.isLetter(character) ? one("abcFI", random) : character;
  }

  private static int slip(SplittableRandom random) {
    return random.nextInt(10) == 0 ? random.nextInt(-4, 5) : 0;
  }

  private static char one(String characters, SplittableRandom random) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private static boolean isRead(Path file) {
    try {
      read(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, Tensor> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Safetensors.read(in, Files.size(file));
    }
  }
}
