package org.openpersonalize.store.catalog;

/** The DatasetGroup rows. */
public interface DatasetGroupRepository extends ResourceRepository<DatasetGroup> {}
