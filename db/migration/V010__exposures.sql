-- How often items were shown and how often they were taken then, for those that explore. Events tell it: with the list of
-- what was shown, or with the id of an answer.

-- What was explored in an answer, for as long as an event may name it. Not logged: after a crash some answers are not counted.
CREATE UNLOGGED TABLE explored_answer (
  recommendation_id text COLLATE "C" PRIMARY KEY,
  dataset_id        int              NOT NULL, -- of the users' interactions
  item_ids          text[]           NOT NULL,
  answered_at       timestamptz      NOT NULL,
  named             boolean          NOT NULL DEFAULT false -- by an event, so that it is counted
);

CREATE INDEX explored_answer_by_time ON explored_answer (answered_at);

CREATE TABLE exposure (
  dataset_id int              NOT NULL,
  item_id    text COLLATE "C" NOT NULL,
  shown      bigint           NOT NULL,
  taken      bigint           NOT NULL,
  changed_at timestamptz      NOT NULL,
  PRIMARY KEY (dataset_id, item_id)
);

CREATE INDEX exposure_by_change ON exposure (dataset_id, changed_at);

-- Up to which event a dataset's have been counted.
CREATE TABLE exposure_count (
  dataset_id int    PRIMARY KEY,
  arrival    bigint NOT NULL
);
