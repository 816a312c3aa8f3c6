-- Who is signed in to the console. Any gateway reads it, so that a session does not end with the process it began in; what the
-- cookie holds stands nowhere.

CREATE TABLE console_session (
  cookie_hash   text        PRIMARY KEY, -- SHA-256 of the cookie's value, in hex
  access_key_id text        NOT NULL,
  csrf_token    text        NOT NULL,
  created_at    timestamptz NOT NULL,
  used_at       timestamptz NOT NULL     -- to a minute
);
