-- What was last changed of a dataset, and when it got columns: who was configured before does not learn from them.
ALTER TABLE dataset ADD COLUMN latest_dataset_update jsonb;
ALTER TABLE dataset ADD COLUMN columns_added jsonb;
ALTER TABLE solution_version ADD COLUMN configured_at timestamptz;
UPDATE solution_version v SET configured_at =
  (SELECT s.creation_date_time FROM solution s WHERE s.solution_arn = v.solution_arn);
ALTER TABLE solution_version ALTER COLUMN configured_at SET NOT NULL;
