-- Where a batch job goes on within a file after a crash: the upload of its answers, and the parts of it that are stored.
ALTER TABLE batch_file ADD COLUMN upload_id text;   -- null if all answers are stored at once, or nothing is

CREATE TABLE batch_part (
  job_arn    text   NOT NULL,
  object_key text   NOT NULL,
  number     int    NOT NULL,   -- from 1
  tag        text   NOT NULL,   -- by which the store knows it
  bytes_read bigint NOT NULL,   -- of the file, up to the last line that it answers
  lines      bigint NOT NULL,   -- of the file, up to the same
  PRIMARY KEY (job_arn, object_key, number),
  FOREIGN KEY (job_arn, object_key) REFERENCES batch_file ON DELETE CASCADE
);
