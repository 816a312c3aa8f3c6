/**
 * Campaigns: {@link org.openpersonalize.serving.campaign.CampaignService} takes the wish,
 * {@link org.openpersonalize.serving.campaign.CampaignDeployment} checks the model and fulfils it. For campaigns that
 * follow their solution {@link org.openpersonalize.serving.campaign.CampaignSync} wishes for each new version.
 */
@NullMarked
package org.openpersonalize.serving.campaign;

import org.jspecify.annotations.NullMarked;
