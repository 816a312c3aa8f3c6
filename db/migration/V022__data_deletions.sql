-- Jobs that delete all that is stored of users, and what each of them found to delete. Whom they deleted stands nowhere.
CREATE TABLE data_deletion_job (
  data_deletion_job_arn  text        PRIMARY KEY,
  job_name               text        NOT NULL,
  dataset_group_arn      text        NOT NULL REFERENCES dataset_group ON DELETE CASCADE,
  data_source            jsonb       NOT NULL,
  role_arn               text        NOT NULL,
  num_deleted            int,
  status                 text        NOT NULL,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE INDEX data_deletion_job_by_dataset_group ON data_deletion_job (dataset_group_arn);

CREATE TABLE data_deletion_receipt (
  data_deletion_job_arn text  PRIMARY KEY REFERENCES data_deletion_job ON DELETE CASCADE,
  receipt               jsonb NOT NULL
);
