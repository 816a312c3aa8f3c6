// SPDX-License-Identifier: Apache-2.0
/**
 * Sentence embeddings, computed in this process by ONNX Runtime. {@link org.openpersonalize.embedding.MiniLmEncoder} is the one
 * there is; core finds it where the jars of this module are.
 */
@NullMarked
package org.openpersonalize.embedding;

import org.jspecify.annotations.NullMarked;
