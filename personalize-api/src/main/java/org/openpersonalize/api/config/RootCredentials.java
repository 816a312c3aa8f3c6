// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

/** The key pair of the root user, who may do everything on the API and on the embedded S3. */
public record RootCredentials(String accessKey, Secret secretKey) {}
