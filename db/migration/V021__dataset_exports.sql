-- Jobs that write the data of a dataset into files.
CREATE TABLE dataset_export_job (
  dataset_export_job_arn text        PRIMARY KEY,
  job_name               text        NOT NULL,
  dataset_arn            text        NOT NULL REFERENCES dataset ON DELETE CASCADE,
  ingestion_mode         text        NOT NULL,
  job_output             jsonb       NOT NULL,
  role_arn               text        NOT NULL,
  status                 text        NOT NULL,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE INDEX dataset_export_job_by_dataset ON dataset_export_job (dataset_arn);
