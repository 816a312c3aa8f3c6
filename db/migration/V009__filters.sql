-- What may be shown, as an expression that requests name.

CREATE TABLE filter (
  filter_arn             text        PRIMARY KEY,
  name                   text        NOT NULL,
  dataset_group_arn      text        NOT NULL REFERENCES dataset_group,
  filter_expression      text        NOT NULL,
  status                 text        NOT NULL,
  failure_reason         text,
  creation_date_time     timestamptz NOT NULL,
  last_updated_date_time timestamptz NOT NULL
);

CREATE INDEX filter_by_dataset_group ON filter (dataset_group_arn);
