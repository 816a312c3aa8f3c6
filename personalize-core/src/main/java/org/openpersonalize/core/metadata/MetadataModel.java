// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.metadata;

import java.util.List;
import org.openpersonalize.core.content.RecordSimilarity;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.ScoreArray;

/**
 * Scores items by how alike their records are to that of the item that is asked about, or to those of the history, each by
 * its confidence: the content-based recommendation of Lops, de Gemmis, Semeraro: Content-based Recommender Systems, in
 * Recommender Systems Handbook, 2011.
 */
public final class MetadataModel implements Model {
  private final RecordSimilarity similarity;

  MetadataModel(RecordSimilarity similarity) {
    this.similarity = similarity;
  }

  RecordSimilarity similarity() {
    return similarity;
  }

  @Override
  public int itemCount() {
    return similarity.size();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] scores = new float[itemCount()];
    Profile basis = query.basis();
    for (int n = 0; n < basis.size(); n++) {
      similarity.addScaled(scores, basis.confidences()[n], basis.items()[n]);
    }
    return new ScoreArray(scores);
  }

  @Override
  public Contributions explain(Query query, int item) {
    Profile basis = query.basis();
    return Contributions.of(
        basis, n -> basis.confidences()[n] * similarity.of(basis.items()[n], item));
  }

  @Override
  public List<Relation> relations(Query query, int item) {
    return List.of(Relation.ofAttributes(
        similarity.of(query.item(), item), similarity.shared(query.item(), item)));
  }

  @Override
  public boolean relates(int item) {
    return similarity.knows(item);
  }

  @Override
  public long sizeInBytes() {
    return similarity.sizeInBytes();
  }
}
