-- What comes of recommendations: metrics of events by who recommended, in windows of a quarter of an hour.
CREATE TABLE metric_attribution (
  metric_attribution_arn text        PRIMARY KEY,
  name                   text        NOT NULL,
  dataset_group_arn      text        NOT NULL UNIQUE REFERENCES dataset_group,
  metrics_output_config  jsonb       NOT NULL,
  status                 text        NOT NULL,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE TABLE attributed_metric (
  metric_id              int  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  metric_attribution_arn text NOT NULL REFERENCES metric_attribution ON DELETE CASCADE,
  metric_name            text NOT NULL,
  event_type             text NOT NULL,
  expression             text NOT NULL, -- as it was given; the next ones are what it means
  math_function          text NOT NULL,
  column_of              text,          -- the type of the dataset
  column_name            text,
  UNIQUE (metric_attribution_arn, metric_name)
);

-- The dataset whose events a metric attribution counts. Who counts or changes what is counted holds the row.
CREATE TABLE attributed_dataset (
  dataset_id             int  PRIMARY KEY,
  metric_attribution_arn text NOT NULL UNIQUE REFERENCES metric_attribution ON DELETE CASCADE
);

-- Events that are not counted yet. Written with the event and deleted with the count, so that each is counted once, whichever
-- node counts it and whenever a node dies.
CREATE TABLE unattributed_event (
  dataset_id int              NOT NULL,
  event_id   text COLLATE "C" NOT NULL,
  PRIMARY KEY (dataset_id, event_id)
);

-- The number by which the ids of answers name who gave them. It outlives the resource, whose answers events may still name.
CREATE TABLE recommendation_source (
  source_number int  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  resource_arn  text NOT NULL UNIQUE
);

-- The sources that are told apart, of which there may be only so many.
CREATE TABLE attribution_source (
  metric_attribution_arn text             NOT NULL REFERENCES metric_attribution ON DELETE CASCADE,
  source                 text COLLATE "C" NOT NULL,
  PRIMARY KEY (metric_attribution_arn, source)
);

CREATE TABLE attributed_value (
  metric_id    int              NOT NULL REFERENCES attributed_metric ON DELETE CASCADE,
  source       text COLLATE "C" NOT NULL,
  window_start bigint           NOT NULL, -- epoch seconds
  value        double precision NOT NULL,
  PRIMARY KEY (metric_id, window_start, source)
);

-- The sum of all windows, also of those that are forgotten.
CREATE TABLE attributed_total (
  metric_id int              NOT NULL REFERENCES attributed_metric ON DELETE CASCADE,
  source    text COLLATE "C" NOT NULL,
  value     double precision NOT NULL,
  PRIMARY KEY (metric_id, source)
);

-- Files for the object store. One that has a time is complete, and is written under a name that tells the time: twice, if need
-- be, but the same.
CREATE TABLE attribution_report (
  report_id              int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  metric_attribution_arn text        NOT NULL REFERENCES metric_attribution ON DELETE CASCADE,
  import_method          text        NOT NULL,
  destination            text        NOT NULL,
  closes_at              timestamptz NOT NULL,
  reported_at            timestamptz,
  published_at           timestamptz,
  UNIQUE (metric_attribution_arn, reported_at)
);

CREATE UNIQUE INDEX attribution_report_open ON attribution_report (metric_attribution_arn) WHERE reported_at IS NULL;

CREATE TABLE attribution_report_value (
  report_id    int              NOT NULL REFERENCES attribution_report ON DELETE CASCADE,
  metric_id    int              NOT NULL REFERENCES attributed_metric ON DELETE CASCADE,
  source       text COLLATE "C" NOT NULL,
  window_start bigint           NOT NULL, -- epoch seconds
  value        double precision NOT NULL,
  PRIMARY KEY (report_id, metric_id, window_start, source)
);
