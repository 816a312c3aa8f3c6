// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** The Schema rows. */
public interface SchemaRepository extends ResourceRepository<Schema> {
  long count();
}
