// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.activity.VersionEntry;

/**
 * What it means to have a campaign answer with another version.
 *
 * @param from what it answers with until then, which is kept
 * @param to the other version
 * @param isRollback did the campaign answer with it before?
 * @param endsFollowing did the campaign take new versions by itself, and will it no more? Else the next training would undo this
 * @param request that does it
 */
public record DeploymentPlan(
    VersionEntry from,
    VersionEntry to,
    boolean isRollback,
    boolean endsFollowing,
    UpdateCampaign request) {}
