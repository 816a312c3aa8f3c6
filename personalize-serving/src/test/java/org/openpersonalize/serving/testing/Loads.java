// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.testing;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The real loader, which counts what it loads and can be made to wait before it does. */
@Component
@Primary
public class Loads extends ModelLoader {
  private final Map<Arn, Integer> counts = new ConcurrentHashMap<>();
  private final Map<Arn, Runnable> waits = new ConcurrentHashMap<>();

  Loads(PublishedModels models, ObjectStore objects) {
    super(models, objects);
  }

  @Override
  public RecommendationModel load(Arn solutionVersionArn) throws IOException {
    counts.merge(solutionVersionArn, 1, Integer::sum);
    waits.getOrDefault(solutionVersionArn, () -> {}).run();
    return super.load(solutionVersionArn);
  }

  /** How often the model of a version was loaded. */
  public int of(Arn solutionVersionArn) {
    return counts.getOrDefault(solutionVersionArn, 0);
  }

  /** Runs {@code first} whenever the model of a version is about to be loaded. */
  public void before(Arn solutionVersionArn, Runnable first) {
    waits.put(solutionVersionArn, first);
  }
}
