// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.ingest.tag.TagService;
import org.openpersonalize.ingest.tag.TagService.ListTagsForResource;
import org.openpersonalize.ingest.tag.TagService.TagResource;
import org.openpersonalize.ingest.tag.TagService.UntagResource;
import org.openpersonalize.serving.batch.BatchInferenceJobService;
import org.openpersonalize.serving.batch.BatchInferenceJobService.CreateBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchInferenceJobService.DescribeBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchInferenceJobService.ListBatchInferenceJobs;
import org.openpersonalize.serving.batch.BatchSegmentJobService;
import org.openpersonalize.serving.batch.BatchSegmentJobService.CreateBatchSegmentJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService.DescribeBatchSegmentJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService.ListBatchSegmentJobs;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.ListCampaigns;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.filter.FilterService.DeleteFilter;
import org.openpersonalize.serving.filter.FilterService.DescribeFilter;
import org.openpersonalize.serving.filter.FilterService.ListFilters;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilter;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.CreateRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.DeleteRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.DescribeRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.ListRecommenders;
import org.openpersonalize.serving.recommender.RecommenderService.StartRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StopRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.UpdateRecommender;
import org.openpersonalize.training.solution.AlgorithmService;
import org.openpersonalize.training.solution.AlgorithmService.DescribeAlgorithm;
import org.openpersonalize.training.solution.AlgorithmService.DescribeFeatureTransformation;
import org.openpersonalize.training.solution.RecipeService;
import org.openpersonalize.training.solution.RecipeService.DescribeRecipe;
import org.openpersonalize.training.solution.RecipeService.ListRecipes;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionService.ListSolutions;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.DescribeSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.GetSolutionMetrics;
import org.openpersonalize.training.solution.SolutionVersionService.ListSolutionVersions;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.stereotype.Component;

/** What is learnt from it: recipes, solutions and their versions, campaigns, recommenders, filters; and labels on any of it. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class ModelOperations implements OperationTable {
  private final RecipeService recipes;
  private final AlgorithmService algorithms;
  private final SolutionService solutions;
  private final SolutionVersionService versions;
  private final CampaignService campaigns;
  private final BatchInferenceJobService inferenceJobs;
  private final BatchSegmentJobService segmentJobs;
  private final RecommenderService recommenders;
  private final FilterService filters;
  private final TagService tags;

  ModelOperations(
      RecipeService recipes,
      AlgorithmService algorithms,
      SolutionService solutions,
      SolutionVersionService versions,
      CampaignService campaigns,
      BatchInferenceJobService inferenceJobs,
      BatchSegmentJobService segmentJobs,
      RecommenderService recommenders,
      FilterService filters,
      TagService tags) {
    this.recipes = recipes;
    this.algorithms = algorithms;
    this.solutions = solutions;
    this.versions = versions;
    this.campaigns = campaigns;
    this.inferenceJobs = inferenceJobs;
    this.segmentJobs = segmentJobs;
    this.recommenders = recommenders;
    this.filters = filters;
    this.tags = tags;
  }

  @Override
  public void addTo(Operations table) {
    table.add(DescribeRecipe.class, recipes::describe);
    table.add(ListRecipes.class, recipes::list);
    table.add(DescribeAlgorithm.class, algorithms::describeAlgorithm);
    table.add(DescribeFeatureTransformation.class, algorithms::describeFeatureTransformation);

    table.add(CreateSolution.class, solutions::create);
    table.add(UpdateSolution.class, solutions::update);
    table.add(DescribeSolution.class, solutions::describe);
    table.add(ListSolutions.class, solutions::list);
    table.add(DeleteSolution.class, solutions::delete);

    table.add(CreateSolutionVersion.class, versions::create);
    table.add(DescribeSolutionVersion.class, versions::describe);
    table.add(ListSolutionVersions.class, versions::list);
    table.add(GetSolutionMetrics.class, versions::metrics);
    table.add(StopSolutionVersionCreation.class, versions::stop);

    table.add(CreateCampaign.class, campaigns::create);
    table.add(UpdateCampaign.class, campaigns::update);
    table.add(DescribeCampaign.class, campaigns::describe);
    table.add(ListCampaigns.class, campaigns::list);
    table.add(DeleteCampaign.class, campaigns::delete);

    table.add(CreateBatchInferenceJob.class, inferenceJobs::create);
    table.add(DescribeBatchInferenceJob.class, inferenceJobs::describe);
    table.add(ListBatchInferenceJobs.class, inferenceJobs::list);

    table.add(CreateBatchSegmentJob.class, segmentJobs::create);
    table.add(DescribeBatchSegmentJob.class, segmentJobs::describe);
    table.add(ListBatchSegmentJobs.class, segmentJobs::list);
    table.add(CreateRecommender.class, recommenders::create);
    table.add(UpdateRecommender.class, recommenders::update);
    table.add(DescribeRecommender.class, recommenders::describe);
    table.add(ListRecommenders.class, recommenders::list);
    table.add(DeleteRecommender.class, recommenders::delete);
    table.add(StartRecommender.class, recommenders::start);
    table.add(StopRecommender.class, recommenders::stop);

    table.add(CreateFilter.class, filters::create);
    table.add(DescribeFilter.class, filters::describe);
    table.add(ListFilters.class, filters::list);
    table.add(ReplaceFilter.class, filters::replace);
    table.add(DeleteFilter.class, filters::delete);

    table.add(TagResource.class, tags::tag);
    table.add(UntagResource.class, tags::untag);
    table.add(ListTagsForResource.class, tags::list);
  }
}
