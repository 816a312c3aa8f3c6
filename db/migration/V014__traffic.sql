-- What campaigns answered and what came in, by the clock: few rows, so that a page can read a week of them. And the processes
-- that do it.

-- Who was asked for which campaign. A process has another name each time it starts, so that what it writes is its own.
CREATE TABLE traffic_source (
  source_id    int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_arn text        NOT NULL REFERENCES campaign ON DELETE CASCADE,
  gateway      text        NOT NULL,
  asked_at     timestamptz NOT NULL, -- for the last time
  UNIQUE (campaign_arn, gateway)
);

-- One row for each minute, ten minutes and hour in which there was a request. Latencies are of answers that are no errors: for
-- each bucket that has some, how many buckets it is behind the one before and how many there are, both in seven bits a byte.
-- No foreign key: rows of a source that is gone are found by nobody, and forgotten with all others.
CREATE TABLE campaign_traffic (
  minutes       smallint    NOT NULL, -- how long: 1, 10 or 60
  began_at      timestamptz NOT NULL,
  source_id     int         NOT NULL,
  client_errors int         NOT NULL,
  server_errors int         NOT NULL,
  latencies     bytea       NOT NULL,
  PRIMARY KEY (minutes, began_at, source_id)
);

-- How many events came in, by the ten minutes in which they did, whenever they had happened. Counted behind the events.
CREATE TABLE event_arrival (
  dataset_id int              NOT NULL,
  slot       timestamptz      NOT NULL,
  event_type text COLLATE "C" NOT NULL,
  events     bigint           NOT NULL,
  latest     timestamptz      NOT NULL,
  PRIMARY KEY (dataset_id, slot, event_type)
);

-- Up to which event they were counted; one row.
CREATE TABLE event_arrival_count (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  arrival  bigint  NOT NULL
);

-- The processes of the service and how they are; who is not heard of any more is gone.
CREATE TABLE node (
  node_name  text        PRIMARY KEY,
  roles      text[]      NOT NULL,
  processors int         NOT NULL,
  java       text        NOT NULL,
  heap_used  bigint      NOT NULL, -- bytes, as are the next ones
  heap_size  bigint      NOT NULL,
  disk_used  bigint      NOT NULL,
  disk_size  bigint      NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
