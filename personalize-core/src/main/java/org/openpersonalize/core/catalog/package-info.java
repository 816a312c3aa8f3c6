/**
 * The records of a dataset in columns: what is known about items, users or actions, for training and for answers alike.
 *
 * <p>Start at {@link org.openpersonalize.core.catalog.RecordColumns}, one state of such a table, which {@link
 * org.openpersonalize.core.catalog.RecordColumnsBuilder} makes of records that stream by. {@link
 * org.openpersonalize.core.catalog.LiveRecords} is the table that takes new records while others read it.
 *
 * <p>Shapes: N records, numbered from 0. A column has its N values in pieces of {@value
 * org.openpersonalize.core.catalog.Pieces#LENGTH}, so that a state shares with the one before it whatever has not
 * changed.
 */
@NullMarked
package org.openpersonalize.core.catalog;

import org.jspecify.annotations.NullMarked;
