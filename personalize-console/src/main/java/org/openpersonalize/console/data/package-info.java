/**
 * The data of a dataset group: what there is, what it is worth, and how more of it comes in. {@link
 * org.openpersonalize.console.data.DataController} shows the datasets, {@link
 * org.openpersonalize.console.data.ImportController} leads through an import.
 */
@NullMarked
package org.openpersonalize.console.data;

import org.jspecify.annotations.NullMarked;
