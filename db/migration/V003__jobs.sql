-- The job queues, in db-scheduler's layout. One table a worker role, because an instance takes task names it
-- does not know for stale ones.

CREATE TABLE import_task (
  task_name            text                     NOT NULL,
  task_instance        text                     NOT NULL,
  task_data            bytea,
  execution_time       timestamp with time zone NOT NULL,
  picked               boolean                  NOT NULL,
  picked_by            text,
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp with time zone,
  version              bigint                   NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX import_task_by_execution_time ON import_task (execution_time);
CREATE INDEX import_task_by_last_heartbeat ON import_task (last_heartbeat);

CREATE TABLE train_task (LIKE import_task INCLUDING ALL);
CREATE TABLE deploy_task (LIKE import_task INCLUDING ALL);

-- Who works on a resource now. A worker may publish only while the run is still its own, so one that comes
-- back from the dead publishes nothing.
CREATE TABLE job_run (
  resource_arn text        PRIMARY KEY,
  run_id       uuid        NOT NULL,
  started_at   timestamptz NOT NULL
);
