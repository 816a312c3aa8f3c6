-- A recommender is a training and a deployment in one: what it is being trained for, and what it answers with.
CREATE TABLE recommender (
  recommender_arn           text        PRIMARY KEY,
  name                      text        NOT NULL,
  dataset_group_arn         text        NOT NULL REFERENCES dataset_group,
  recipe_arn                text        NOT NULL,
  recommender_config        jsonb,
  latest_recommender_update jsonb,
  training_arn              text,                 -- null while nothing is trained
  trained_arn               text,                 -- null until the first training has ended
  training_began            timestamptz NOT NULL, -- the last one
  status                    text        NOT NULL,
  failure_reason            text,
  creation_date_time        timestamptz NOT NULL,
  last_updated_date_time    timestamptz NOT NULL
);

CREATE INDEX recommender_by_dataset_group ON recommender (dataset_group_arn);
