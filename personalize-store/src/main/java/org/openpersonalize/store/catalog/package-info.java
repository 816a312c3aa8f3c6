/**
 * The resources of the API as entities, with their repositories.
 *
 * <p>Start at {@link org.openpersonalize.store.catalog.ResourceRepository}: what can be done with every kind of resource.
 * An entity carries the API's member names in its fields, and what a Describe answers is the entity's fields.
 */
@NullMarked
package org.openpersonalize.store.catalog;

import org.jspecify.annotations.NullMarked;
