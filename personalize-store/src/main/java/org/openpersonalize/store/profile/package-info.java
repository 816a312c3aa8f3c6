/**
 * What the rows of datasets are like, counted by the database: {@link org.openpersonalize.store.profile.DatasetSnapshots} takes
 * a dataset as it is, and a {@link org.openpersonalize.store.profile.DatasetSnapshot} answers questions about it.
 */
@NullMarked
package org.openpersonalize.store.profile;

import org.jspecify.annotations.NullMarked;
