// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

/**
 * What the operator decides about imports.
 *
 * @param bucket where files lie that come without an S3 client
 * @param modelBucket the service's own bucket, which no import may read
 */
public record ImportSettings(String bucket, String modelBucket) {}
