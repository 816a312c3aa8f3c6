-- How many rows each file of an export has; null of exports that ended before this was counted.
ALTER TABLE dataset_export_job ADD COLUMN rows_of_files jsonb;
