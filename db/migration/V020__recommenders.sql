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

-- What they are asked is counted and recorded as that of campaigns is, and goes with them.
ALTER TABLE traffic_source
  ALTER campaign_arn DROP NOT NULL,
  ADD recommender_arn text REFERENCES recommender ON DELETE CASCADE,
  ADD deployment_arn text NOT NULL GENERATED ALWAYS AS (coalesce(campaign_arn, recommender_arn)) STORED,
  ADD CHECK (num_nonnulls(campaign_arn, recommender_arn) = 1),
  DROP CONSTRAINT traffic_source_campaign_arn_gateway_key,
  ADD UNIQUE (deployment_arn, gateway);

ALTER TABLE recorded_request
  DROP CONSTRAINT recorded_request_pkey,
  ALTER campaign_arn DROP NOT NULL,
  ADD recommender_arn text REFERENCES recommender ON DELETE CASCADE,
  ADD deployment_arn text NOT NULL GENERATED ALWAYS AS (coalesce(campaign_arn, recommender_arn)) STORED,
  ADD CHECK (num_nonnulls(campaign_arn, recommender_arn) = 1),
  ADD PRIMARY KEY (deployment_arn, request_id);

-- For the deletion of a campaign or a recommender, which looks for what goes with it.
CREATE INDEX traffic_source_by_campaign ON traffic_source (campaign_arn);
CREATE INDEX traffic_source_by_recommender ON traffic_source (recommender_arn);
CREATE INDEX recorded_request_by_campaign ON recorded_request (campaign_arn);
CREATE INDEX recorded_request_by_recommender ON recorded_request (recommender_arn);
