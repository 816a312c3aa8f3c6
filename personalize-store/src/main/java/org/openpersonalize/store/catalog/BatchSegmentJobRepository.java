// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** The BatchSegmentJob rows. */
public interface BatchSegmentJobRepository extends BatchJobRepository<BatchSegmentJob> {}
