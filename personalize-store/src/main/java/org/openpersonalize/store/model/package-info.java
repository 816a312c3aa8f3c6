/** Where the published models lie: {@link org.openpersonalize.store.model.PublishedModels}. */
@NullMarked
package org.openpersonalize.store.model;

import org.jspecify.annotations.NullMarked;
