// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

/**
 * One file of a model, as the manifest lists it.
 *
 * @param sha256 in hex
 */
public record FileEntry(String sha256, long sizeInBytes) {}
