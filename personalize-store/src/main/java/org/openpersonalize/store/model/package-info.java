/** Where the published models lie: {@link org.openpersonalize.store.model.TrainedModels}. */
@NullMarked
package org.openpersonalize.store.model;

import org.jspecify.annotations.NullMarked;
