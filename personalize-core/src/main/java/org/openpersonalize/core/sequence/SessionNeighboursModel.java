// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.SparseScores;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.ranking.TopN.Ranking;

/**
 * Scores the items of the histories that are most like the one that is asked about.
 *
 * <p>A session n that has items i of the history is as similar as
 *
 * <pre>
 *   Σᵢ c_g · exp(−g / τ) · ln(S / Sᵢ)^rarity / |n|^length
 * </pre>
 *
 * g steps back, and its event e of an item says so much for it times {@code exp(−|e − m| / distance)}, m being the session's
 * newest event of the newest item that both have; m itself says nothing.
 *
 * <p>Garg, Gupta, Malhotra, Vig, Shroff: Sequence and Time Aware Neighborhood for Session-based Recommendations (STAN), SIGIR
 * 2019; Ludewig, Mauro, Latifi, Jannach: Empirical Analysis of Session-based Recommendation Algorithms, 2021 (VSTAN).
 */
final class SessionNeighboursModel implements Model {
  private static final float NOTHING = 1e-4f;

  private final PastSessions sessions;
  private final SessionNeighboursParameters parameters;
  private final int[] newest; // event of each item's sessions that has the item
  private final byte[] steps; // of events, from their session's first one on
  private final float[] rarities; // [I], ln(S / Sᵢ)^rarity
  private final float[] nearness =
      new float[SessionNeighboursTrainer.MOST_EVENTS + 1]; // by distance
  private final float[] lengthScales = new float[SessionNeighboursTrainer.MOST_EVENTS + 1];

  SessionNeighboursModel(PastSessions sessions, SessionNeighboursParameters parameters) {
    this.sessions = sessions;
    this.parameters = parameters;
    this.newest = sessions.newestEvents();
    this.steps = sessions.relativeSteps(SessionNeighboursTrainer.MOST_EVENTS);
    this.rarities = new float[sessions.itemCount()];
    for (int item = 0; item < rarities.length; item++) {
      double share = Math.max(1, sessions.counts()[item]) / Math.max(1.0, sessions.size());
      rarities[item] = (float) Math.pow(Math.max(0, -Math.log(share)), parameters.rarity());
    }
    for (int n = 0; n <= SessionNeighboursTrainer.MOST_EVENTS; n++) {
      nearness[n] = (float) Math.exp(-n / parameters.distance());
      lengthScales[n] = (float) Math.pow(n, parameters.length());
    }
  }

  PastSessions sessions() {
    return sessions;
  }

  @Override
  public int itemCount() {
    return rarities.length;
  }

  @Override
  public CandidateScorer scorer(Query query) {
    Steps steps = Steps.of(query);
    SessionSums met = met(steps);
    Ranking nearest = nearest(met);
    long events = 0;
    for (int session : nearest.items()) {
      events += sessions.length(session);
    }
    if (SparseScores.areFew(events, itemCount())) {
      SparseScores few = new SparseScores(itemCount(), (int) events);
      add(met, nearest, (items, from, to, amounts) -> {
        for (int event = from; event < to; event++) {
          few.add(items[event], amounts[event - from]);
        }
      });
      return few;
    }
    float[] scores = new float[itemCount()];
    add(met, nearest, addingTo(scores));
    return new ScoreArray(scores);
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    for (int user = 0; user < queries.size(); user++) {
      Arrays.fill(scores[user], 0, itemCount(), 0);
      SessionSums met = met(Steps.of(queries.get(user)));
      add(met, nearest(met), addingTo(scores[user]));
    }
  }

  private float weight(Steps steps, int n) {
    return steps.weight(n, parameters.recency()) * rarities[steps.items()[n]];
  }

  private boolean counts(Steps steps, int n) {
    return Math.abs(steps.weight(n, parameters.recency())) > NOTHING;
  }

  /** What all sessions that are met have in common with a history; the anchor is the newest with the newest item of both. */
  private SessionSums met(Steps steps) {
    int most = 0;
    for (int n = 0; n < steps.size(); n++) {
      int item = steps.items()[n];
      most += counts(steps, n) ? sessions.itemStarts()[item + 1] - sessions.itemStarts()[item] : 0;
    }
    SessionSums met = new SessionSums(Math.min(most, sessions.size()), sessions.size());
    for (int n = 0; n < steps.size(); n++) {
      if (counts(steps, n)) {
        int item = steps.items()[n];
        float weight = weight(steps, n);
        for (int at = sessions.itemStarts()[item]; at < sessions.itemStarts()[item + 1]; at++) {
          met.add(sessions.sessions()[at], weight, newest[at]);
        }
      }
    }
    return met;
  }

  /** Those that have most in common; only those are put in order that may be among them. */
  private Ranking nearest(SessionSums met) {
    int[] found = new int[met.size()];
    float[] similarities = new float[met.size()];
    int[] size = {0};
    met.forEach((session, sum) -> {
      if (sum > 0) {
        found[size[0]] = session;
        similarities[size[0]++] = sum / lengthScale(session);
      }
    });
    int count = size[0];
    float least = least(similarities, count);
    TopN nearest = new TopN(parameters.neighbours());
    for (int n = 0; n < count; n++) {
      if (similarities[n] >= least) {
        nearest.offer(found[n], similarities[n]);
      }
    }
    return nearest.drain();
  }

  private float least(float[] similarities, int count) {
    if (count <= parameters.neighbours()) {
      return 0;
    }
    ScoreHistogram histogram = new ScoreHistogram();
    for (int n = 0; n < count; n++) {
      histogram.add(similarities[n]);
    }
    return histogram.least(parameters.neighbours());
  }

  private float lengthScale(int session) {
    return lengthScales[sessions.length(session)];
  }

  /** Takes what the events {@code [from, to)} of a session add to the scores of their items. */
  @FunctionalInterface
  private interface Sum {
    void add(int[] items, int from, int to, float[] amounts);
  }

  private static Sum addingTo(float[] scores) {
    return (items, from, to, amounts) -> {
      for (int event = from; event < to; event++) {
        scores[items[event]] += amounts[event - from];
      }
    };
  }

  private void add(SessionSums met, Ranking nearest, Sum scores) {
    float[] amounts = new float[nearness.length];
    for (int place = 0; place < nearest.size(); place++) {
      int session = nearest.items()[place];
      float similarity = nearest.scores()[place];
      int anchor = met.anchor(session);
      int from = sessions.starts()[session];
      int to = sessions.starts()[session + 1];
      for (int event = from; event < to; event++) {
        amounts[event - from] = similarity * nearness(event, anchor);
      }
      amounts[anchor - from] = 0;
      scores.add(sessions.items(), from, to, amounts);
    }
  }

  private float nearness(int event, int anchor) {
    return nearness[Math.abs(steps[event] - steps[anchor])];
  }

  /** What each event does for the similarity of the sessions that have the item. */
  @Override
  public Contributions explain(Query query, int item) {
    Steps steps = Steps.of(query);
    SessionSums met = met(steps);
    Ranking nearest = nearest(met);
    double[] amounts = new double[steps.size()];
    for (int place = 0; place < nearest.size(); place++) {
      int session = nearest.items()[place];
      int anchor = met.anchor(session);
      double said = 0;
      for (int event = sessions.starts()[session];
          event < sessions.starts()[session + 1];
          event++) {
        said += event != anchor && sessions.items()[event] == item ? nearness(event, anchor) : 0;
      }
      for (int n = 0; said > 0 && n < amounts.length; n++) {
        if (counts(steps, n) && isListed(steps.items()[n], session)) {
          amounts[n] += said * weight(steps, n) / lengthScale(session);
        }
      }
    }
    return steps.contributions(n -> amounts[n]);
  }

  /** Is the session one of the newest of an item? */
  private boolean isListed(int item, int session) {
    return Arrays.binarySearch(
            sessions.sessions(),
            sessions.itemStarts()[item],
            sessions.itemStarts()[item + 1],
            session)
        >= 0;
  }

  @Override
  public long sizeInBytes() {
    return sessions.sizeInBytes() + 4L * (rarities.length + newest.length) + steps.length;
  }
}
