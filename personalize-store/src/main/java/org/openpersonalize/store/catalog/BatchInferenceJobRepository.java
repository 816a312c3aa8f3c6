// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** The BatchInferenceJob rows. */
public interface BatchInferenceJobRepository extends BatchJobRepository<BatchInferenceJob> {}
