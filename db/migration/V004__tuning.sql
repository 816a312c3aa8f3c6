-- What a search for hyperparameters or recipes found, and everything it tried on the way. A version of a
-- solution with performAutoML has a recipe when it has been trained.

ALTER TABLE solution ADD COLUMN auto_ml_result jsonb;

ALTER TABLE solution_version ADD COLUMN tuned_hpo_params jsonb;
ALTER TABLE solution_version ALTER COLUMN recipe_arn DROP NOT NULL;

CREATE TABLE training_trial (
  solution_version_arn text             NOT NULL REFERENCES solution_version ON DELETE CASCADE,
  trial                int              NOT NULL, -- from 1, in the order of the search
  stage                text             NOT NULL,
  family               text             NOT NULL,
  settings             jsonb            NOT NULL,
  score                double precision NOT NULL, -- the metric searched for, on the validation users
  collapsed            boolean          NOT NULL, -- less than half of what popularity scores
  chosen               boolean          NOT NULL,
  seconds              double precision NOT NULL,
  PRIMARY KEY (solution_version_arn, trial)
);
