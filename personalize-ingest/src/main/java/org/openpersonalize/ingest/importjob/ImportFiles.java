// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/** Where the data of imports lies, and the columns that a dataset's has. */
@Component
class ImportFiles {
  private final SchemaRepository schemas;
  private final DataObjects objects;
  private final ImportSettings settings;
  private final ValueSettings values;

  ImportFiles(
      SchemaRepository schemas,
      ObjectStore objects,
      ImportSettings settings,
      ValueSettings values) {
    this.schemas = schemas;
    this.objects = new DataObjects(objects);
    this.settings = settings;
    this.values = values;
  }

  /** The files at a location, to be read by the dataset's schema. */
  DatasetFiles of(Dataset dataset, DataSource source, Refusals refusals) {
    Schema schema = schemas.get(dataset.schemaArn());
    return new DatasetFiles(
        objects,
        location(source.dataLocation()),
        new RecordForm.Bulk(DatasetSchema.parse(schema.schema(), schema.domain()), values.strict()),
        refusals);
  }

  /** A file that is read by a mapping. */
  DatasetFiles of(MappedFile file, Refusals refusals) {
    return new DatasetFiles(
        objects, location(file.location()), file.form(values.strict()), refusals);
  }

  /** How objects are opened that hold records. */
  DataObjects objects() {
    return objects;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException if data cannot be read from there */
  S3Location location(String text) {
    return S3Location.parse(text, settings.modelBucket(), "Invalid Data location");
  }
}
