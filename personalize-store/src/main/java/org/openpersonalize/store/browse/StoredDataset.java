// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetSchema;

/**
 * A dataset as its rows are stored.
 *
 * @param number by which its rows know it
 */
public record StoredDataset(Arn arn, int number, DatasetSchema schema) {}
