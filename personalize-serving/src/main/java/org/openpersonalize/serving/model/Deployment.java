package org.openpersonalize.serving.model;

import java.time.Instant;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;

/**
 * What a campaign answers with, fixed at one moment; a request works with one deployment from beginning to end.
 *
 * @param interactionsDataset the number of the dataset that holds the users' histories
 * @param publishedAt when the model was published
 */
public record Deployment(
    Arn campaignArn,
    Arn solutionVersionArn,
    Recipe recipe,
    int interactionsDataset,
    RecommendationModel model,
    Instant publishedAt) {}
