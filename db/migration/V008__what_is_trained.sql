-- What is known of a trained model belongs to the ARN of what was trained, whatever kind of resource that is: there is no
-- foreign key, so what deletes the resource deletes these rows.

ALTER TABLE published_model DROP CONSTRAINT published_model_solution_version_arn_fkey;
ALTER TABLE published_model RENAME COLUMN solution_version_arn TO trained_arn;

ALTER TABLE training_trial DROP CONSTRAINT training_trial_solution_version_arn_fkey;
ALTER TABLE training_trial RENAME COLUMN solution_version_arn TO trained_arn;

ALTER TABLE training_forecast DROP CONSTRAINT training_forecast_solution_version_arn_fkey;
ALTER TABLE training_forecast RENAME COLUMN solution_version_arn TO trained_arn;

-- How far the trainings are that are under way; the row goes when its training ends. The row of one that died shows by
-- updated_at that nobody writes it any more, until the next run of the training takes its place.
CREATE TABLE training_progress (
  trained_arn  text             PRIMARY KEY,
  run_id       uuid             NOT NULL,
  started_at   timestamptz      NOT NULL,
  updated_at   timestamptz      NOT NULL,
  fraction     double precision NOT NULL, -- done so far, 0 to 1
  stage        text             NOT NULL,
  loss         double precision,          -- null where the stage has none
  ndcg         double precision,          -- at 10, of users that were held out; null until it is known
  seconds_left double precision           -- null until the training was forecast
);
