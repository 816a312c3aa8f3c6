/**
 * The files of a model.
 *
 * <p>Start at {@link ModelWriter}: the manifest is written last and lists all other files with their checksums. Ids are
 * length-prefixed UTF-8, tensors are safetensors, which Python opens with one call ({@code
 * tools/safetensors-roundtrip.sh} tries that); {@link ModelReader} and the writer know no model, only files.
 */
@NullMarked
package org.openpersonalize.core.artifact;

import org.jspecify.annotations.NullMarked;
