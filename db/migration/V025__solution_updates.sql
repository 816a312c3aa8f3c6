-- What was last changed of a solution, and since when its schedule is counted anew.
ALTER TABLE solution ADD COLUMN latest_solution_update jsonb;
ALTER TABLE solution ADD COLUMN schedule_begun timestamptz;
