// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

/**
 * What the operator decides about batch jobs.
 *
 * @param modelBucket the service's own bucket, which no job may read or write
 * @param threads that answer the lines of a job in parallel
 */
public record BatchSettings(String modelBucket, int threads) {}
