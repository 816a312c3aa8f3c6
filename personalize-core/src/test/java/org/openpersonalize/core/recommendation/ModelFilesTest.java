// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.Fading;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recommendation.ModelManifest.Assessment;
import org.openpersonalize.core.recommendation.ModelManifest.Counts;
import org.openpersonalize.core.recommendation.ModelManifest.Lesson;
import org.openpersonalize.core.recommendation.ModelManifest.Origin;
import org.openpersonalize.core.recommendation.ModelManifest.Subject;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ModelFilesTest {
  private static final float[] MANY = new float[50_000];
  private static final Fading FADING = new Fading(Law.HYPERBOLIC, Duration.ofDays(180), 0.2, 50);

  static {
    for (int n = 0; n < MANY.length; n++) {
      MANY[n] = (float) Math.sin(n);
    }
  }

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private ModelManifest written;

  @BeforeEach
  void writeAModel() throws IOException {
    ModelWriter writer = new ModelWriter(file -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    });
    writer.writeIds("items.ids", IdIndex.of(List.of("a", "", "ünï-😀", "d")));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("many", new Tensor.Floats(MANY, 500, 100));
    tensors.put("few", new Tensor.Ints(new int[] {-1, Integer.MAX_VALUE, 0}, 3));
    writer.writeTensors("some.safetensors", tensors);
    written = manifest();
    written.write(writer);
  }

  @Test
  void what_was_written_is_read() throws IOException {
    ModelReader reader = ModelReader.open(this::open);

    assertThat(ModelManifest.read(reader)).isEqualTo(written);
    IdIndex ids = reader.readIds("items.ids");
    assertThat(ids.size()).isEqualTo(4);
    assertThat(ids.id(2)).isEqualTo("ünï-😀");
    Map<String, Tensor> tensors = reader.readTensors("some.safetensors");
    assertThat(tensors.keySet()).containsExactly("many", "few");
    assertThat(((Tensor.Floats) tensors.get("many")).values()).isEqualTo(MANY);
    assertThat(tensors.get("many").shape()).containsExactly(500, 100);
    assertThat(((Tensor.Ints) tensors.get("few")).values())
        .containsExactly(-1, Integer.MAX_VALUE, 0);
  }

  @Test
  void the_manifest_is_the_last_file_and_people_can_read_it() {
    assertThat(files.keySet()).containsExactly("items.ids", "some.safetensors", "manifest.json");
    assertThat(new String(files.get("manifest.json"), StandardCharsets.UTF_8))
        .contains("\"halfLife\" : \"PT4320H\"")
        .contains("\"creationDateTime\" : \"2026-01-02T03:04:05Z\"")
        .contains("\"precision_at_5\" : 0.1234")
        .contains("\"seenOffset\" : -0.3");
  }

  @Test
  void the_manifest_has_the_members_of_format_3_in_their_order() throws IOException {
    assertThat(ModelReader.open(this::open).manifest().propertyNames())
        .containsExactly(
            "formatVersion",
            "libraryVersion",
            "creationDateTime",
            "recipeArn",
            "hyperparameters",
            "model",
            "seed",
            "counts",
            "dataDigest",
            "confidenceRule",
            "newestInteraction",
            "calibration",
            "evaluation",
            "popularityBaseline",
            "files");
  }

  /** The layout by the letter of the format's description, as other languages' readers expect it. */
  @Test
  void tensors_are_laid_out_as_safetensors() {
    ByteBuffer file = ByteBuffer.wrap(files.get("some.safetensors")).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) file.getLong()];
    file.get(header);

    assertThat(new String(header, StandardCharsets.UTF_8))
        .isEqualTo("{\"many\":{\"dtype\":\"F32\",\"shape\":[500,100],\"data_offsets\":[0,200000]},"
            + "\"few\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[200000,200012]}}");
    assertThat(file.remaining()).isEqualTo(200_012);
    assertThat(file.getFloat(file.position() + 4 * 777)).isEqualTo(MANY[777]);
    assertThat(file.getInt(file.position() + 200_004)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void any_altered_byte_of_any_file_is_noticed() {
    for (String name : List.of("items.ids", "some.safetensors")) {
      byte[] original = files.get(name);
      for (int at = 0; at < original.length; at += Math.max(1, original.length / 97)) {
        byte[] altered = original.clone();
        altered[at] ^= 0x40;
        files.put(name, altered);

        assertThatThrownBy(() -> read(name))
            .as("byte %d of %s", at, name)
            .isInstanceOf(UnreadableModelException.class)
            .hasMessageContaining(name + " is incomplete or altered");
      }
      files.put(name, original);
    }
  }

  @Test
  void a_file_that_ends_early_is_noticed() {
    for (String name : List.of("items.ids", "some.safetensors")) {
      byte[] original = files.get(name);
      for (int length : new int[] {0, 5, 12, original.length - 1}) {
        files.put(name, Arrays.copyOf(original, length));

        assertThatThrownBy(() -> read(name))
            .isInstanceOf(UnreadableModelException.class)
            .hasMessageContaining(name + " is incomplete or altered");
      }
      files.put(name, original);
    }
  }

  @Test
  void a_file_with_something_behind_its_end_is_noticed() {
    byte[] original = files.get("items.ids");
    files.put("items.ids", Arrays.copyOf(original, original.length + 1));

    assertThatThrownBy(() -> read("items.ids")).isInstanceOf(UnreadableModelException.class);
  }

  @Test
  void a_model_of_another_format_says_which() {
    replaceInManifest("\"formatVersion\" : 3", "\"formatVersion\" : 99");

    assertThatThrownBy(() -> ModelManifest.read(ModelReader.open(this::open)))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessage(
            "The model has format 99 and this version reads formats 2 to 5: train it again");
  }

  @Test
  void a_model_of_format_2_fades_as_it_did() throws IOException {
    replaceInManifest("\"formatVersion\" : 3", "\"formatVersion\" : 2");
    String json = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    String fading =
        json.substring(json.indexOf("\"fading\""), json.indexOf(",\n    \"historyLength"));

    replaceInManifest(fading, "\"halfLife\" : \"PT2160H\"");
    assertThat(ModelManifest.read(ModelReader.open(this::open)).lesson().confidenceRule())
        .isEqualTo(
            written.lesson().confidenceRule().withFading(Fading.exponential(Duration.ofDays(90))));

    replaceInManifest("\"PT2160H\"", "null");
    assertThat(ModelManifest.read(ModelReader.open(this::open))
            .lesson()
            .confidenceRule()
            .fading())
        .isNull();
  }

  @Test
  void a_damaged_manifest_is_reported() {
    files.put("manifest.json", Arrays.copyOf(files.get("manifest.json"), 200));

    assertThatThrownBy(() -> ModelReader.open(this::open))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("manifest");
  }

  @Test
  void a_manifest_that_lacks_something_is_reported() {
    replaceInManifest("\"confidenceRule\"", "\"confidence\"");

    assertThatThrownBy(() -> ModelManifest.read(ModelReader.open(this::open)))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("confidenceRule");
  }

  @Test
  void a_file_the_manifest_does_not_list_is_not_read() {
    assertThatThrownBy(() -> ModelReader.open(this::open).readIds("users.ids"))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("users.ids");
  }

  private void read(String name) throws IOException {
    ModelReader reader = ModelReader.open(this::open);
    if (name.endsWith(".ids")) {
      reader.readIds(name);
    } else {
      reader.readTensors(name);
    }
  }

  private void replaceInManifest(String old, String replacement) {
    String json = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    assertThat(json).contains(old);
    files.put("manifest.json", json.replace(old, replacement).getBytes(StandardCharsets.UTF_8));
  }

  private InputStream open(String file) throws IOException {
    byte[] content = files.get(file);
    if (content == null) {
      throw new FileNotFoundException(file);
    }
    return new ByteArrayInputStream(content);
  }

  private static ModelManifest manifest() {
    EvaluationReport report = new EvaluationReport(Map.of("precision_at_5", 0.1234), 12);
    return new ModelManifest(
        new Origin("1.2.3", Instant.parse("2026-01-02T03:04:05Z")),
        new Subject(
            "arn:aws:personalize:::recipe/aws-hrnn",
            Map.of("bptt", "16"),
            ModelDescription.of(AlsParameters.DEFAULT),
            null,
            null),
        new Lesson(
            -7,
            new Counts(3, 4, 5),
            "digest",
            new ConfidenceRule(List.of(new EventWeight("buy", null, 0.5)), FADING, 500),
            Instant.parse("2026-01-02T00:00:00Z")),
        new Assessment(new Calibration(-0.3, 0.1), report, report));
  }
}
