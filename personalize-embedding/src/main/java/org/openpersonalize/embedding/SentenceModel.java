// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * A BERT-like model of sentences and its tokenizer, read from the class path. Safe for any number of threads, each of which works
 * alone.
 */
final class SentenceModel {
  /** What the model was trained with; what comes behind is left out. */
  static final int MOST_TOKENS = 256;

  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String SEGMENTS = "token_type_ids";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;

  private SentenceModel(
      OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a model, once and for the life of the JVM.
   *
   * @throws IllegalStateException if the native libraries cannot run here
   */
  static SentenceModel load(String model, String tokenizer) {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    try {
      // The tokenizer looks for its own library there, and not beside itself.
      current.setContextClassLoader(SentenceModel.class.getClassLoader());
      return read(model, tokenizer);
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private static SentenceModel read(String model, String tokenizer) {
    try (InputStream weights = resource(model);
        InputStream words = resource(tokenizer);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1); // whoever encodes has threads of its own
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return new SentenceModel(
          environment,
          environment.createSession(weights.readAllBytes(), options),
          HuggingFaceTokenizer.newInstance(
              words,
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(MOST_TOKENS),
                  "modelMaxLength",
                  Integer.toString(MOST_TOKENS))));
    } catch (OrtException e) {
      throw new IllegalStateException(model + " cannot be loaded", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = SentenceModel.class.getResourceAsStream(name);
    if (found == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return found;
  }

  /** The vector of a text, of length one. */
  float[] encode(String text) {
    Encoding encoding = tokenizer.encode(text);
    long[] shape = {1, encoding.getIds().length};
    try (OnnxTensor tokens = tensor(encoding.getIds(), shape);
        OnnxTensor mask = tensor(encoding.getAttentionMask(), shape);
        OnnxTensor segments = tensor(encoding.getTypeIds(), shape);
        OrtSession.Result result =
            session.run(Map.of(TOKENS, tokens, MASK, mask, SEGMENTS, segments))) {
      OnnxTensor states = (OnnxTensor) result.get(0);
      return unitMean(states.getFloatBuffer(), (int) states.getInfo().getShape()[2]);
    } catch (OrtException e) {
      throw new IllegalStateException("A text cannot be encoded", e);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /** @param states [tokens, K] */
  private static float[] unitMean(FloatBuffer states, int rank) {
    float[] mean = new float[rank];
    while (states.hasRemaining()) {
      for (int k = 0; k < rank; k++) {
        mean[k] += states.get();
      }
    }
    double squares = 0;
    for (float each : mean) {
      squares += (double) each * each;
    }
    float unit = (float) (1 / Math.sqrt(squares));
    for (int k = 0; k < rank; k++) {
      mean[k] *= unit;
    }
    return mean;
  }
}
