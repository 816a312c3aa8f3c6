// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

/**
 * What an import brought.
 *
 * @param rows different ones in its files
 * @param added those of them that the dataset did not have from its imports, or had otherwise
 * @param replaced how many rows of the dataset's earlier imports went for these
 */
public record Loaded(long rows, long added, long replaced) {}
