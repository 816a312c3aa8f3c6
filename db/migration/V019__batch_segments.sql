-- Jobs that ask a model about the lines of files, and their queue: they take long, and trainings and deployments do not wait
-- for them.
CREATE TABLE batch_segment_job (
  batch_segment_job_arn  text        PRIMARY KEY,
  job_name               text        NOT NULL,
  solution_version_arn   text        NOT NULL REFERENCES solution_version ON DELETE CASCADE,
  filter_arn             text,
  num_results            int,
  job_input              jsonb       NOT NULL,
  job_output             jsonb       NOT NULL,
  role_arn               text        NOT NULL,
  status                 text        NOT NULL,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE INDEX batch_segment_job_by_solution_version ON batch_segment_job (solution_version_arn);

CREATE TABLE batch_task (LIKE import_task INCLUDING ALL);
