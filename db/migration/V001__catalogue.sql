-- The resources of the API, one table a kind, columns named as the API names the members. The ARN is the
-- identity; a foreign key is the backstop of the deletion rules, which the services check first.

CREATE TABLE dataset_group (
  dataset_group_arn      text        PRIMARY KEY,
  name                   text        NOT NULL,
  status                 text        NOT NULL,
  domain                 text,
  role_arn               text,
  kms_key_arn            text,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE TABLE dataset_schema (
  schema_arn             text        PRIMARY KEY,
  name                   text        NOT NULL,
  schema                 text        NOT NULL,
  domain                 text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE TABLE dataset (
  dataset_arn            text        PRIMARY KEY,
  name                   text        NOT NULL,
  dataset_group_arn      text        NOT NULL REFERENCES dataset_group,
  dataset_type           text        NOT NULL,
  schema_arn             text        NOT NULL REFERENCES dataset_schema,
  tracking_id            text        UNIQUE,
  status                 text        NOT NULL,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL,
  UNIQUE (dataset_group_arn, dataset_type)
);

-- The small number that stands for a dataset in the rows that come by the million.
CREATE TABLE dataset_number (
  dataset_id  int  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset_arn text NOT NULL UNIQUE REFERENCES dataset ON DELETE CASCADE
);

CREATE TABLE event_tracker (
  event_tracker_arn      text        PRIMARY KEY,
  name                   text        NOT NULL,
  account_id             text        NOT NULL,
  tracking_id            text        NOT NULL UNIQUE,
  dataset_group_arn      text        NOT NULL UNIQUE REFERENCES dataset_group,
  status                 text        NOT NULL,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE TABLE dataset_import_job (
  dataset_import_job_arn           text        PRIMARY KEY,
  job_name                         text        NOT NULL,
  dataset_arn                      text        NOT NULL REFERENCES dataset ON DELETE CASCADE,
  data_source                      jsonb       NOT NULL,
  role_arn                         text,
  import_mode                      text        NOT NULL,
  publish_attribution_metrics_to_s3 boolean,
  status                           text        NOT NULL,
  failure_reason                   text,
  creation_date_time               timestamptz NOT NULL,
  last_updated_date_time           timestamptz NOT NULL
);

CREATE INDEX dataset_import_job_by_dataset ON dataset_import_job (dataset_arn);

CREATE TABLE solution (
  solution_arn               text        PRIMARY KEY,
  name                       text        NOT NULL,
  dataset_group_arn          text        NOT NULL REFERENCES dataset_group,
  recipe_arn                 text,
  perform_hpo                boolean     NOT NULL,
  perform_auto_ml            boolean     NOT NULL,
  perform_auto_training      boolean     NOT NULL,
  perform_incremental_update boolean,
  event_type                 text,
  solution_config            jsonb,
  status                     text        NOT NULL,
  creation_date_time         timestamptz NOT NULL,
  last_updated_date_time     timestamptz NOT NULL
);

CREATE INDEX solution_by_dataset_group ON solution (dataset_group_arn);

CREATE TABLE solution_version (
  solution_version_arn       text        PRIMARY KEY,
  name                       text        NOT NULL,
  solution_arn               text        NOT NULL REFERENCES solution ON DELETE CASCADE,
  dataset_group_arn          text        NOT NULL,
  recipe_arn                 text        NOT NULL,
  perform_hpo                boolean     NOT NULL,
  perform_auto_ml            boolean     NOT NULL,
  perform_incremental_update boolean,
  event_type                 text,
  solution_config            jsonb,
  training_mode              text        NOT NULL,
  training_type              text        NOT NULL,
  training_hours             double precision,
  status                     text        NOT NULL,
  failure_reason             text,
  creation_date_time         timestamptz NOT NULL,
  last_updated_date_time     timestamptz NOT NULL
);

CREATE INDEX solution_version_by_solution ON solution_version (solution_arn, creation_date_time DESC);

-- Where a version's model lies and how it did; written in the transaction that makes the version ACTIVE.
CREATE TABLE published_model (
  solution_version_arn text             PRIMARY KEY REFERENCES solution_version ON DELETE CASCADE,
  bucket               text             NOT NULL,
  prefix               text             NOT NULL,
  size_in_bytes        bigint           NOT NULL,
  metrics              jsonb            NOT NULL,
  baseline_metrics     jsonb            NOT NULL,
  published_at         timestamptz      NOT NULL
);

CREATE TABLE campaign (
  campaign_arn           text        PRIMARY KEY,
  name                   text        NOT NULL,
  solution_version_arn   text        NOT NULL REFERENCES solution_version,
  min_provisioned_tps    int         NOT NULL,
  campaign_config        jsonb,
  status                 text        NOT NULL,
  failure_reason         text,
  latest_campaign_update jsonb,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE INDEX campaign_by_solution_version ON campaign (solution_version_arn);

CREATE TABLE tag (
  resource_arn text NOT NULL,
  tag_key      text NOT NULL,
  tag_value    text NOT NULL,
  PRIMARY KEY (resource_arn, tag_key)
);
