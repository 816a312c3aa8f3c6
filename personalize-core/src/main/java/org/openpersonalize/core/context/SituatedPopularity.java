// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.Map;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;

/** What is popular within the situation of a query. */
public final class SituatedPopularity implements Model {
  private final PopularityModel popularity;
  private final ContextModel context;

  SituatedPopularity(PopularityModel popularity, ContextModel context) {
    this.popularity = popularity;
    this.context = context;
  }

  /** The popularity within a situation: the same one where nothing is known of that. */
  public PopularityModel in(Map<String, String> situation) {
    Situation known = context.knownOfStrangers(situation);
    if (known.isEmpty()) {
      return popularity;
    }
    float[] scores = new float[popularity.itemCount()];
    known.add(1, 0, scores.length, scores);
    for (int item = 0; item < scores.length; item++) {
      float anywhere = popularity.score(item);
      scores[item] = scores[item] == 0 ? anywhere : (float) (anywhere * Math.exp(scores[item]));
    }
    return new PopularityModel(popularity.users(), scores);
  }

  @Override
  public int itemCount() {
    return popularity.itemCount();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    return in(query.context());
  }

  @Override
  public long sizeInBytes() {
    return popularity.sizeInBytes();
  }
}
