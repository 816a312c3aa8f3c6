// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.net.URI;
import org.openpersonalize.api.config.Secret;

/** How to reach the S3 server, embedded or not. */
public record ObjectStoreEndpoint(
    URI endpoint, String region, String accessKey, Secret secretKey) {}
