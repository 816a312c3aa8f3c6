// SPDX-License-Identifier: Apache-2.0
/** What campaigns answered with, and since when: {@link org.openpersonalize.store.deployment.CampaignDeployments}. */
@NullMarked
package org.openpersonalize.store.deployment;

import org.jspecify.annotations.NullMarked;
