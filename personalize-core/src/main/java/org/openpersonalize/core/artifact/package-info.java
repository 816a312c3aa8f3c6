/**
 * The files of a model.
 *
 * <p>Start at {@link ModelManifest}, the file that is written last and lists all others with their checksums. Ids are
 * length-prefixed UTF-8, tensors are safetensors, which Python opens with one call ({@code
 * tools/safetensors-roundtrip.sh} tries that); {@link ModelWriter} and {@link ModelReader} know no model, only files.
 */
@NullMarked
package org.openpersonalize.core.artifact;

import org.jspecify.annotations.NullMarked;
