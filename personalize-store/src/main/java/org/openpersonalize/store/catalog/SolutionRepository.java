package org.openpersonalize.store.catalog;

/** The Solution rows. */
public interface SolutionRepository extends ResourceRepository<Solution> {}
