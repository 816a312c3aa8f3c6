package org.openpersonalize.store.catalog;

/** The DatasetImportJob rows. */
public interface DatasetImportJobRepository extends ResourceRepository<DatasetImportJob> {}
