-- The rows that come by the million: a small dataset or import number instead of an ARN, no foreign keys,
-- byte order for text (ids are compared, never shown sorted). Times are epoch milliseconds.

-- Bulk interactions, one partition an import: loaded as a table of its own, attached when complete. Which
-- imports count is a matter of interaction_import alone, so replacing all bulk data is an update of a few
-- rows and a reader's snapshot stays whole. item_id holds the action's id in action interactions.
CREATE TABLE interaction (
  import_id                int              NOT NULL,
  user_id                  text COLLATE "C" NOT NULL,
  item_id                  text COLLATE "C" NOT NULL,
  event_type               text COLLATE "C",
  event_value              double precision,
  "timestamp"              bigint           NOT NULL,
  impression               text COLLATE "C",
  recommendation_id        text COLLATE "C",
  event_attribution_source text COLLATE "C",
  properties               jsonb
) PARTITION BY LIST (import_id);

CREATE INDEX interaction_by_user ON interaction (user_id, "timestamp" DESC);

CREATE TABLE interaction_import (
  import_id   int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset_id  int         NOT NULL,
  visible     boolean     NOT NULL,
  row_count   bigint      NOT NULL,
  imported_at timestamptz NOT NULL
);

CREATE INDEX interaction_import_by_dataset ON interaction_import (dataset_id) WHERE visible;

-- Events as they came in, one row each. The key makes a retried PutEvents harmless; the second index serves
-- "last n of a user", where an anonymous visitor goes by the session; the third lets every gateway read what
-- has arrived since it last looked.
CREATE TABLE interaction_event (
  dataset_id               int              NOT NULL,
  event_id                 text COLLATE "C" NOT NULL,
  arrival                  bigint           GENERATED ALWAYS AS IDENTITY,
  session_id               text COLLATE "C" NOT NULL,
  user_id                  text COLLATE "C",
  item_id                  text COLLATE "C",
  event_type               text COLLATE "C" NOT NULL,
  event_value              double precision,
  sent_at                  bigint           NOT NULL,
  impression               text[],
  recommendation_id        text COLLATE "C",
  event_attribution_source text COLLATE "C",
  properties               jsonb,
  received_at              timestamptz      NOT NULL,
  PRIMARY KEY (dataset_id, event_id)
);

CREATE INDEX interaction_event_by_visitor ON interaction_event (dataset_id, (coalesce(user_id, session_id)), sent_at DESC);
CREATE INDEX interaction_event_by_arrival ON interaction_event (arrival);

-- Items, users and actions: one row for the bulk version and one for the individually put version of an id;
-- the newer of the two is the current one.
CREATE TABLE dataset_record (
  dataset_id int              NOT NULL,
  record_id  text COLLATE "C" NOT NULL,
  individual boolean          NOT NULL,
  properties jsonb            NOT NULL,
  updated_at timestamptz      NOT NULL,
  PRIMARY KEY (dataset_id, record_id, individual)
);
