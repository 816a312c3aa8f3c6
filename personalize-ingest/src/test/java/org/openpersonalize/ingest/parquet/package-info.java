// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.openpersonalize.ingest.parquet;

import org.jspecify.annotations.NullMarked;
