-- Versions are numbered per solution, for people: v1, v2 and so on. A number is given once, whatever is deleted later. The
-- table numbers its rows itself, so that no way of making a version can forget to; whoever makes one has locked the solution.

ALTER TABLE solution ADD COLUMN versions_made int NOT NULL DEFAULT 0;
ALTER TABLE solution_version ADD COLUMN version_number int;

UPDATE solution_version v SET version_number = numbered.number
FROM (
  SELECT solution_version_arn,
    row_number() OVER (PARTITION BY solution_arn ORDER BY creation_date_time, solution_version_arn) AS number
  FROM solution_version
) numbered
WHERE numbered.solution_version_arn = v.solution_version_arn;

UPDATE solution s SET versions_made = (SELECT count(*) FROM solution_version v WHERE v.solution_arn = s.solution_arn);

ALTER TABLE solution_version ALTER COLUMN version_number SET NOT NULL;
ALTER TABLE solution_version ADD CONSTRAINT solution_version_by_number UNIQUE (solution_arn, version_number);

CREATE FUNCTION number_solution_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE solution SET versions_made = versions_made + 1 WHERE solution_arn = NEW.solution_arn
  RETURNING versions_made INTO NEW.version_number;
  RETURN NEW;
END
$$;

CREATE TRIGGER number_solution_version BEFORE INSERT ON solution_version
FOR EACH ROW EXECUTE FUNCTION number_solution_version();

-- What campaigns answered with, and since when: until the campaign's next row. A row without a beginning waits for its
-- deployment; a campaign has one at most. A version may be gone by now, so it is no foreign key.
CREATE TABLE campaign_deployment (
  deployment_id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_arn         text        NOT NULL REFERENCES campaign ON DELETE CASCADE,
  solution_version_arn text        NOT NULL,
  automatic            boolean     NOT NULL, -- did the campaign follow its solution, or did somebody ask for it?
  began_at             timestamptz
);

CREATE INDEX campaign_deployment_by_campaign ON campaign_deployment (campaign_arn, deployment_id DESC);
CREATE UNIQUE INDEX campaign_deployment_waiting ON campaign_deployment (campaign_arn) WHERE began_at IS NULL;

-- Of campaigns of before, what they answer with now; who follows a solution came to its version by that, as a rule.
INSERT INTO campaign_deployment (campaign_arn, solution_version_arn, automatic, began_at)
SELECT campaign_arn, solution_version_arn,
  latest_campaign_update IS NOT NULL AND coalesce((campaign_config ->> 'syncWithLatestSolutionVersion')::boolean, false),
  last_updated_date_time
FROM campaign WHERE status = 'ACTIVE';

-- How the losses of a training went, kept with what was trained. Of a long training it has every second, fourth and so on of
-- what was reported.
CREATE TABLE training_curve (
  trained_arn text  PRIMARY KEY,
  run_id      uuid  NOT NULL,
  points      jsonb NOT NULL
);
