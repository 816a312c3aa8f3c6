// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.util.Locale;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.recommender.RecommenderService.DeleteRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StartRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StopRecommender;

/** What can be done with a recommender by one button; {@code recommender.<CHANGE>} of the bundles is what that says. */
public enum RecommenderChange {
  STOP {
    @Override
    Record request(Arn recommender) {
      return new StopRecommender(recommender);
    }
  },
  START {
    @Override
    Record request(Arn recommender) {
      return new StartRecommender(recommender);
    }
  },
  DELETE {
    @Override
    Record request(Arn recommender) {
      return new DeleteRecommender(recommender);
    }
  };

  /** What the API is asked for it. */
  abstract Record request(Arn recommender);

  /** As paths spell it. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String key() {
    return "recommender." + name();
  }

  public String questionKey() {
    return key() + ".question";
  }
}
