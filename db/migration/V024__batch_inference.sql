-- Jobs that answer every line of files, beside those that find users, and how far both are: a row for each file that a job reads,
-- from which it goes on after a crash. The rows go with their job.
CREATE TABLE batch_inference_job (
  batch_inference_job_arn    text        PRIMARY KEY,
  job_name                   text        NOT NULL,
  solution_version_arn       text        NOT NULL REFERENCES solution_version ON DELETE CASCADE,
  filter_arn                 text,
  num_results                int,
  job_input                  jsonb       NOT NULL,
  job_output                 jsonb       NOT NULL,
  role_arn                   text        NOT NULL,
  batch_inference_job_config jsonb,
  batch_inference_job_mode   text        NOT NULL,
  theme_generation_config    jsonb,
  status                     text        NOT NULL,
  failure_reason             text,
  creation_date_time         timestamptz NOT NULL,
  last_updated_date_time     timestamptz NOT NULL
);

CREATE INDEX batch_inference_job_by_solution_version ON batch_inference_job (solution_version_arn);

CREATE TABLE batch_file (
  job_arn    text    NOT NULL,
  object_key text    NOT NULL,
  size       bigint  NOT NULL,   -- bytes
  bytes_read bigint  NOT NULL,
  lines      bigint  NOT NULL,   -- answered
  is_done    boolean NOT NULL,   -- is the whole answer stored?
  batch_inference_job_arn text GENERATED ALWAYS AS (CASE WHEN job_arn LIKE '%:batch-inference-job/%' THEN job_arn END) STORED
    REFERENCES batch_inference_job ON DELETE CASCADE,
  batch_segment_job_arn   text GENERATED ALWAYS AS (CASE WHEN job_arn LIKE '%:batch-segment-job/%' THEN job_arn END) STORED
    REFERENCES batch_segment_job ON DELETE CASCADE,
  PRIMARY KEY (job_arn, object_key)
);
