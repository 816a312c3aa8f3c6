package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DescribeDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.DatasetService.ListDatasets;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DescribeEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.ListEventTrackers;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DescribeSchema;
import org.openpersonalize.ingest.dataset.SchemaService.ListSchemas;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.EventService.PutItems;
import org.openpersonalize.ingest.event.EventService.PutUsers;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.ListDatasetImportJobs;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRankingResponse;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.GetRecommendationsResponse;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.ListCampaigns;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.tag.TagService;
import org.openpersonalize.store.tag.TagService.ListTagsForResource;
import org.openpersonalize.store.tag.TagService.TagResource;
import org.openpersonalize.store.tag.TagService.UntagResource;
import org.openpersonalize.training.solution.RecipeService;
import org.openpersonalize.training.solution.RecipeService.DescribeRecipe;
import org.openpersonalize.training.solution.RecipeService.ListRecipes;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionService.ListSolutions;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.DescribeSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.GetSolutionMetrics;
import org.openpersonalize.training.solution.SolutionVersionService.ListSolutionVersions;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every operation that is served, one line each. Serving another is a line here and its service's method. */
@Configuration(proxyBeanMethods = false)
class OperationTable {
  @Bean
  Operations operations(
      PersonalizeProperties properties,
      DatasetGroupService datasetGroups,
      SchemaService schemas,
      DatasetService datasets,
      EventTrackerService eventTrackers,
      DatasetImportService imports,
      RecipeService recipes,
      SolutionService solutions,
      SolutionVersionService versions,
      CampaignService campaigns,
      TagService tags,
      EventService events,
      RecommendationService recommendations) {
    Operations table = new Operations();
    if (!properties.roles().contains(Role.GATEWAY)) {
      return table;
    }
    table.add("CreateDatasetGroup", CreateDatasetGroup.class, datasetGroups::create);
    table.add("DescribeDatasetGroup", DescribeDatasetGroup.class, datasetGroups::describe);
    table.add("ListDatasetGroups", ListDatasetGroups.class, datasetGroups::list);
    table.add("DeleteDatasetGroup", DeleteDatasetGroup.class, datasetGroups::delete);

    table.add("CreateSchema", CreateSchema.class, schemas::create);
    table.add("DescribeSchema", DescribeSchema.class, schemas::describe);
    table.add("ListSchemas", ListSchemas.class, schemas::list);
    table.add("DeleteSchema", DeleteSchema.class, schemas::delete);

    table.add("CreateDataset", CreateDataset.class, datasets::create);
    table.add("DescribeDataset", DescribeDataset.class, datasets::describe);
    table.add("ListDatasets", ListDatasets.class, datasets::list);
    table.add("DeleteDataset", DeleteDataset.class, datasets::delete);

    table.add("CreateEventTracker", CreateEventTracker.class, eventTrackers::create);
    table.add("DescribeEventTracker", DescribeEventTracker.class, eventTrackers::describe);
    table.add("ListEventTrackers", ListEventTrackers.class, eventTrackers::list);
    table.add("DeleteEventTracker", DeleteEventTracker.class, eventTrackers::delete);

    table.add("CreateDatasetImportJob", CreateDatasetImportJob.class, imports::create);
    table.add("DescribeDatasetImportJob", DescribeDatasetImportJob.class, imports::describe);
    table.add("ListDatasetImportJobs", ListDatasetImportJobs.class, imports::list);

    table.add("CreateSolution", CreateSolution.class, solutions::create);
    table.add("DescribeSolution", DescribeSolution.class, solutions::describe);
    table.add("ListSolutions", ListSolutions.class, solutions::list);
    table.add("DeleteSolution", DeleteSolution.class, solutions::delete);

    table.add("CreateSolutionVersion", CreateSolutionVersion.class, versions::create);
    table.add("DescribeSolutionVersion", DescribeSolutionVersion.class, versions::describe);
    table.add("ListSolutionVersions", ListSolutionVersions.class, versions::list);
    table.add("GetSolutionMetrics", GetSolutionMetrics.class, versions::metrics);
    table.add("StopSolutionVersionCreation", StopSolutionVersionCreation.class, versions::stop);

    table.add("CreateCampaign", CreateCampaign.class, campaigns::create);
    table.add("UpdateCampaign", UpdateCampaign.class, campaigns::update);
    table.add("DescribeCampaign", DescribeCampaign.class, campaigns::describe);
    table.add("ListCampaigns", ListCampaigns.class, campaigns::list);
    table.add("DeleteCampaign", DeleteCampaign.class, campaigns::delete);

    table.add("DescribeRecipe", DescribeRecipe.class, recipes::describe);
    table.add("ListRecipes", ListRecipes.class, recipes::list);

    table.add("TagResource", TagResource.class, tags::tag);
    table.add("UntagResource", UntagResource.class, tags::untag);
    table.add("ListTagsForResource", ListTagsForResource.class, tags::list);

    table.add("PutEvents", "/events", PutEvents.class, events::put);
    table.add("PutItems", "/items", PutItems.class, events::putItems);
    table.add("PutUsers", "/users", PutUsers.class, events::putUsers);

    table.add(
        "GetRecommendations",
        "/recommendations",
        GetRecommendations.class,
        GetRecommendationsResponse.class,
        recommendations::recommend);
    table.add(
        "GetPersonalizedRanking",
        "/personalize-ranking",
        GetPersonalizedRanking.class,
        GetPersonalizedRankingResponse.class,
        recommendations::rank);
    return table;
  }
}
