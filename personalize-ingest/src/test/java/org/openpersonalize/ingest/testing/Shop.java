// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTrackerResponse;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.stereotype.Component;

/** A shop that the services of this module make: its datasets, files in a bucket, finished imports. */
@Component
public class Shop extends org.openpersonalize.store.testing.Shop {
  public static final String BUCKET = "shop-data";

  public static final String INTERACTIONS = schema("Interactions", """
      {"name":"USER_ID","type":"string"},
      {"name":"ITEM_ID","type":"string"},
      {"name":"TIMESTAMP","type":"long"},
      {"name":"EVENT_TYPE","type":"string"},
      {"name":"EVENT_VALUE","type":["null","float"]},
      {"name":"NUM_RATINGS","type":["null","int"]},
      {"name":"DEVICE","type":["null","string"],"categorical":true}""");

  public static final String ITEMS = schema("Items", """
      {"name":"ITEM_ID","type":"string"},
      {"name":"PRICE","type":"float"},
      {"name":"GENRES","type":["null","string"],"categorical":true},
      {"name":"IN_STOCK","type":["null","boolean"]},
      {"name":"CREATION_TIMESTAMP","type":["null","long"]}""");

  public static final String ACTIONS = schema("Actions", """
      {"name":"ACTION_ID","type":"string"},
      {"name":"VALUE","type":["null","long"]},
      {"name":"CHANNEL","type":["null","string"],"categorical":true}""");

  public static final String ACTION_INTERACTIONS = schema("ActionInteractions", """
      {"name":"USER_ID","type":"string"},
      {"name":"ACTION_ID","type":"string"},
      {"name":"EVENT_TYPE","type":"string"},
      {"name":"TIMESTAMP","type":"long"},
      {"name":"DEVICE","type":["null","string"],"categorical":true}""");

  public static final String USERS = schema("Users", """
      {"name":"USER_ID","type":"string"},
      {"name":"AGE","type":["null","int"]}""");

  private final DatasetGroupService groups;
  private final SchemaService schemas;
  private final DatasetService datasets;
  private final EventTrackerService trackers;
  private final DatasetImportService imports;
  private final ObjectStore objects;

  Shop(
      Tables tables,
      DatasetGroupService groups,
      SchemaService schemas,
      DatasetService datasets,
      EventTrackerService trackers,
      DatasetImportService imports,
      ObjectStore objects) {
    super(tables);
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.trackers = trackers;
    this.imports = imports;
    this.objects = objects;
  }

  /** A schema of these comma-separated fields. */
  public static String schema(String recordName, String fields) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"com.amazonaws.personalize.schema\",\"fields\":[%s],\"version\":\"1.0\"}"
        .formatted(recordName, fields);
  }

  public Arn group() {
    return groups
        .create(new CreateDatasetGroup(unused("shop"), null, null, null, null))
        .datasetGroupArn();
  }

  public Arn group(Domain domain) {
    return groups
        .create(new CreateDatasetGroup(unused("shop"), null, null, domain, null))
        .datasetGroupArn();
  }

  public Arn createSchema(String avro, @Nullable Domain domain) {
    return schemas.create(new CreateSchema(unused("schema"), avro, domain)).schemaArn();
  }

  public Arn dataset(Arn group, String type, String avro) {
    return dataset(group, type, createSchema(avro, null));
  }

  /** One of a schema that there is. */
  public Arn dataset(Arn group, String type, Arn schema) {
    return datasets
        .create(new CreateDataset(unused(type), schema, group, type, null))
        .datasetArn();
  }

  public CreateEventTrackerResponse tracker(Arn group) {
    return trackers.create(new CreateEventTracker(unused("tracker"), group, null));
  }

  /** Puts a file into the bucket and answers its location. */
  public String upload(String key, String text) {
    return upload(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a file into the bucket and answers its location. */
  public String upload(String key, byte[] bytes) {
    try {
      objects.createBucket(BUCKET);
      objects.put(BUCKET, key, new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "s3://%s/%s".formatted(BUCKET, key);
  }

  /** Imports a location and waits for the end. */
  public DatasetImportJob importData(Arn dataset, ImportMode mode, String location) {
    Arn job = imports
        .create(new CreateDatasetImportJob(
            unused("import"), dataset, new DataSource(location), null, mode, null, null))
        .datasetImportJobArn();
    return await(() -> {
      DatasetImportJob now = imports.describe(new DescribeDatasetImportJob(job)).datasetImportJob();
      return now.status() == Status.ACTIVE || now.status() == Status.CREATE_FAILED ? now : null;
    });
  }

  public static <T> T await(Callable<@Nullable T> found) {
    return Awaitility.await().until(found, value -> value != null);
  }

  /** Asserts that a call is refused with this code; the answer asserts the sentence. */
  public static AbstractThrowableAssert<?, ?> assertRefused(ErrorCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PersonalizeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
