/**
 * Campaigns: {@link org.openpersonalize.serving.campaign.CampaignService} takes the wish,
 * {@link org.openpersonalize.serving.campaign.CampaignDeployment} checks the model and fulfils it.
 */
@NullMarked
package org.openpersonalize.serving.campaign;

import org.jspecify.annotations.NullMarked;
