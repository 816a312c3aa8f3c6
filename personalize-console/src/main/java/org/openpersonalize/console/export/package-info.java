// SPDX-License-Identifier: Apache-2.0
/** Datasets that are written into files, and the files. Start at {@code ExportController}. */
@NullMarked
package org.openpersonalize.console.export;

import org.jspecify.annotations.NullMarked;
