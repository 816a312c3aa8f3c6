-- What it would have brought to train a solution more often: one test of each solution, the newest, which goes with it. While
-- it is under way its steps are kept, so that it goes on after a crash; what came of the one before stays until there is a new result.

CREATE TABLE cadence_backtest (
  solution_arn   text        PRIMARY KEY REFERENCES solution ON DELETE CASCADE,
  backtest_id    uuid        NOT NULL UNIQUE, -- of the newest, so that a worker that comes late writes nothing into another one
  status         text        NOT NULL,
  failure_reason text,
  plan           jsonb       NOT NULL,
  max_minutes    int         NOT NULL,
  seen_offset    double precision,     -- null until it was learned
  result         jsonb,
  asked_at       timestamptz NOT NULL,
  changed_at     timestamptz NOT NULL
);

CREATE TABLE cadence_backtest_step (
  backtest_id  uuid             NOT NULL REFERENCES cadence_backtest (backtest_id) ON UPDATE CASCADE ON DELETE CASCADE,
  training_day int              NOT NULL,
  seconds      double precision NOT NULL,
  scores       jsonb            NOT NULL, -- of users, by digests
  PRIMARY KEY (backtest_id, training_day)
);
