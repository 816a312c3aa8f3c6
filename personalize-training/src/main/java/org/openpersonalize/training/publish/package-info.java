/**
 * What trainings write to the object store: models, to where they are served from ({@link
 * org.openpersonalize.training.publish.ModelPublisher}), and until they end checkpoints ({@link
 * org.openpersonalize.training.publish.CheckpointStore}).
 */
@NullMarked
package org.openpersonalize.training.publish;

import org.jspecify.annotations.NullMarked;
