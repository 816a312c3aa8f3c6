-- What an import found in its files: how much of it was new, and which values were passed over.
CREATE TABLE import_outcome (
  dataset_import_job_arn text     PRIMARY KEY REFERENCES dataset_import_job ON DELETE CASCADE,
  records                bigint   NOT NULL, -- in the files, repetitions left out
  added                  bigint   NOT NULL, -- of them, those that were not there before
  unfit_records          bigint   NOT NULL, -- with a value that does not fit its column and counts as missing
  unfit_values           bigint   NOT NULL,
  examples               text[]   NOT NULL  -- the first of these, with file, line and column
);

-- An anonymous event belongs to the user who appears next in its session: this index finds that one.
CREATE INDEX interaction_event_by_session ON interaction_event (dataset_id, session_id, sent_at, arrival)
  WHERE user_id IS NOT NULL;
