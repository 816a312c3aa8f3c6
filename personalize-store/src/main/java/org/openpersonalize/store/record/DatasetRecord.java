// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

/**
 * One item, user or action.
 *
 * @param properties its columns but the id, as a JSON object keyed by the schema's column names
 */
public record DatasetRecord(String recordId, String properties) {}
