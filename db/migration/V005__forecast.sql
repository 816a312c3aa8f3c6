-- What a training was expected to take, told before it began, and what it took in the end: null until then.

CREATE TABLE training_forecast (
  solution_version_arn text             PRIMARY KEY REFERENCES solution_version ON DELETE CASCADE,
  forecast_at          timestamptz      NOT NULL,
  seconds              double precision NOT NULL, -- from the interactions in memory to the model's files
  heap_bytes           bigint           NOT NULL,
  model_bytes          bigint           NOT NULL,
  serving_bytes        bigint           NOT NULL,
  actual_seconds       double precision,
  actual_heap_bytes    bigint,                    -- the most that the heap grew by, garbage included
  actual_model_bytes   bigint
);
