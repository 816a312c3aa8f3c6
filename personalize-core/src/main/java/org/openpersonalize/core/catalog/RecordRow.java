// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

/**
 * One record.
 *
 * @param table as it was at one moment
 * @param row the record's number in it
 */
public record RecordRow(RecordColumns table, int row) {}
