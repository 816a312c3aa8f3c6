/**
 * What an answer is made of, in memory: models in {@link org.openpersonalize.serving.model.ModelCache}, users' histories in
 * {@link org.openpersonalize.serving.model.RecentInteractions}.
 */
@NullMarked
package org.openpersonalize.serving.model;

import org.jspecify.annotations.NullMarked;
