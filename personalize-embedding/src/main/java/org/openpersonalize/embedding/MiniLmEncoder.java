// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.embedding;

import java.util.List;
import org.openpersonalize.core.semantic.TextEncoder;

/**
 * all-MiniLM-L6-v2 with weights of eight bits: six layers of attention distilled from a larger model (Wang, Wei, Dong, Bao, Yang,
 * Zhou: MiniLM, NeurIPS 2020) and trained on pairs of English sentences that belong together (Reimers, Gurevych: Sentence-BERT,
 * EMNLP 2019). A text's vector is the mean of those of its first {@value SentenceModel#MOST_TOKENS} tokens, of length one.
 *
 * <p>Each text goes through the model alone: its activations are rounded by the greatest of all that go together, so that in a batch
 * a text's vector would depend on its neighbours.
 */
public final class MiniLmEncoder implements TextEncoder {
  private static final String NAME = "all-minilm-l6-v2-q";
  private static final int RANK = 384;

  private static final class Loaded {
    static final SentenceModel MODEL =
        SentenceModel.load("/all-minilm-l6-v2-q.onnx", "/all-minilm-l6-v2-q-tokenizer.json");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return RANK;
  }

  @Override
  public float[][] encode(List<String> texts) {
    return texts.stream().map(Loaded.MODEL::encode).toArray(float[][]::new);
  }
}
