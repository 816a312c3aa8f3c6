/**
 * What an operator sees at a glance, over the resources of all groups and kinds, a statement each: what is under way, what has
 * ended and how ({@link org.openpersonalize.store.activity.ActivityTable}), what answers ({@link
 * org.openpersonalize.store.activity.LiveModels}, {@link org.openpersonalize.store.activity.CampaignTable}), what could ({@link
 * org.openpersonalize.store.activity.VersionTable}), and what the datasets hold ({@link
 * org.openpersonalize.store.activity.DatasetSizes}). It is read from the resources themselves; nothing is kept here.
 */
@NullMarked
package org.openpersonalize.store.activity;

import org.jspecify.annotations.NullMarked;
