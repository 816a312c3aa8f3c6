// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/**
 * Where a resource belongs.
 *
 * @param part of the group that it is found in: the type of its dataset, or the number of a solution version; else null
 */
public record Residence(Arn datasetGroupArn, @Nullable String part) {}
