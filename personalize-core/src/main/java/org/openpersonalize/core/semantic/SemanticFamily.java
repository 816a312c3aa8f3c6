// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.factorsimilarity.FactorSimilarityModel;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.semantic.SemanticModel.ItemStanding;

/**
 * {@code semantic.safetensors}: {@code item_vectors} [I, K], of length one; {@code popularity} [I] and {@code freshness} [I];
 * and where texts are compared by their terms, {@code terms} [T], the numbers of the vocabulary's terms, ascending, with their
 * {@code idf} [T] and their {@code directions} [T, K]. Of a {@link TextEncoder} the parameters have the name.
 */
public final class SemanticFamily extends ModelFamily<SemanticParameters, SemanticModel> {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "semantic";

  /** The one there is. */
  public static final SemanticFamily INSTANCE = new SemanticFamily();

  private static final String FILE = "semantic.safetensors";
  private static final String ITEM_VECTORS = "item_vectors";
  private static final String TERMS = "terms";
  private static final String IDF = "idf";
  private static final String DIRECTIONS = "directions";
  private static final String POPULARITY = "popularity";
  private static final String FRESHNESS = "freshness";

  private SemanticFamily() {
    super(NAME, SemanticParameters.DEFAULT, SemanticParameters.class, SemanticModel.class);
  }

  @Override
  public SemanticParameters of(Hyperparameters knobs) {
    if (!knobs.has(Knobs.TEXT_ENCODER)) {
      return defaults();
    }
    SemanticParameters parameters = defaults().encodedBy(knobs.value(Knobs.TEXT_ENCODER));
    if (!parameters.isByTerms()) {
      TextEncoders.required(parameters.encoder());
    }
    return parameters;
  }

  @Override
  protected Cost costOf(SemanticParameters parameters) {
    return parameters.isByTerms()
        ? new SemanticCost(parameters.rank())
        : new EncodingCost(TextEncoders.required(parameters.encoder()));
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, SemanticParameters parameters, SemanticModel model)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(ITEM_VECTORS, tensor(model.vectors()));
    if (model.texts() instanceof TermVectors terms) {
      Vocabulary vocabulary = terms.vocabulary();
      tensors.put(TERMS, new Tensor.Ints(vocabulary.buckets(), vocabulary.size()));
      tensors.put(IDF, new Tensor.Floats(vocabulary.idf(), vocabulary.size()));
      tensors.put(DIRECTIONS, tensor(terms.directions()));
    }
    ItemStanding standing = model.standing();
    tensors.put(POPULARITY, new Tensor.Floats(standing.popularity(), model.itemCount()));
    tensors.put(FRESHNESS, new Tensor.Floats(standing.freshness(), model.itemCount()));
    writer.writeTensors(prefix + FILE, tensors);
  }

  private static Tensor.Floats tensor(FactorMatrix matrix) {
    return new Tensor.Floats(matrix.values(), matrix.rows(), matrix.rank());
  }

  @Override
  protected SemanticModel readModel(ModelParts parts, String prefix, SemanticParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    Tensor.Floats vectors = file.floats(ITEM_VECTORS, parts.items(), TensorFile.ANY);
    int rank = vectors.shape()[1];
    return new SemanticModel(
        parameters.isByTerms() ? terms(file, rank) : sentences(parameters.encoder(), rank),
        FactorSimilarityModel.read(new FactorMatrix(parts.items(), rank, vectors.values())),
        new ItemStanding(
            file.floats(POPULARITY, parts.items()).values(),
            file.floats(FRESHNESS, parts.items()).values()));
  }

  private static TermVectors terms(TensorFile file, int rank) throws UnreadableModelException {
    int[] terms = file.ints(TERMS, TensorFile.ANY).values();
    return TermVectors.of(
        new Vocabulary(terms, file.floats(IDF, terms.length).values()),
        new FactorMatrix(
            terms.length, rank, file.floats(DIRECTIONS, terms.length, rank).values()));
  }

  private static SentenceVectors sentences(String encoder, int rank)
      throws UnreadableModelException {
    TextEncoder found = TextEncoders.named(encoder)
        .orElseThrow(() -> new UnreadableModelException(TextEncoders.missing(encoder)));
    if (found.rank() != rank) {
      throw new UnreadableModelException(
          "The model's texts have %d numbers each, and those of %s have %d"
              .formatted(rank, encoder, found.rank()));
    }
    return new SentenceVectors(found);
  }

  /** By how many terms a text has, as a rule: descriptions of some fifty words. */
  private record SemanticCost(int rank) implements Cost {
    private static final int TERMS_OF_A_TEXT = 300;
    private static final int PRODUCTS = 7; // of the matrix or its transpose
    private static final int READINGS = 3; // of each text

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double entries = (double) TERMS_OF_A_TEXT * decomposed(work);
      double perEntry =
          rank * machine.multiplication() + machine.farRow((long) Float.BYTES * rank * terms(work));
      double rows = (double) rank * rank * (decomposed(work) + terms(work));
      return READINGS * TERMS_OF_A_TEXT * (double) work.items() * machine.entry()
          + PRODUCTS * (entries * perEntry + 2 * rows * machine.multiplication());
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return (double) work.items() * rank * machine.multiplication();
    }

    /** The matrix and its transpose, beside four matrices of the directions; and the texts themselves. */
    @Override
    public long scratchBytes(Workload work) {
      return 16L * TERMS_OF_A_TEXT * decomposed(work)
          + 4L * Float.BYTES * rank * (decomposed(work) + terms(work))
          + Integer.BYTES * Terms.BUCKETS
          + 1024L * work.items();
    }

    @Override
    public long modelBytes(Workload work) {
      return (long) Float.BYTES * (rank + 2) * (work.items() + terms(work));
    }

    private static long decomposed(Workload work) {
      return Math.min(work.items(), SemanticTrainer.MOST_TEXTS);
    }

    private static long terms(Workload work) {
      return Math.min(Vocabulary.MOST_TERMS, 10 * work.items());
    }
  }
}
