-- Nodes keep items, users and actions in memory. What is put individually they find by its number, which every put takes anew,
-- behind the place where they last looked; numbers are given before commit, so they look again from a little before it.
ALTER TABLE dataset_record ADD COLUMN arrival bigint GENERATED ALWAYS AS IDENTITY;

CREATE INDEX dataset_record_by_arrival ON dataset_record (arrival) WHERE individual;

-- An import replaces too much to tell of every record: a node that has read the dataset reads it anew once the number of its
-- imports is another.
ALTER TABLE dataset_number ADD COLUMN record_imports bigint NOT NULL DEFAULT 0;
