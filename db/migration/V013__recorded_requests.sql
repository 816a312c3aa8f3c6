-- The last requests for recommendations of each campaign, so that a filter can be tried on what was really asked. Ids only; who
-- writes a row deletes those that are too many.

CREATE TABLE recorded_request (
  campaign_arn  text        NOT NULL REFERENCES campaign ON DELETE CASCADE,
  request_id    bigint      NOT NULL GENERATED ALWAYS AS IDENTITY, -- in the order in which they came, as far as one node knows
  user_id       text,                                              -- or the session's
  item_id       text,
  num_results   int         NOT NULL,
  filter_arn    text,                                              -- as it was named: it may be gone
  filter_values jsonb       NOT NULL,
  requested_at  timestamptz NOT NULL,
  PRIMARY KEY (campaign_arn, request_id)
);
