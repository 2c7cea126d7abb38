-- What a notification may confirm, and whose it is once it was confirmed: the second needs all rows.
-- It also spares the work of taking a row out of the index when it is confirmed.
DROP INDEX workbin_placement_waiting;
CREATE INDEX workbin_placement_interaction ON workbin_placement (interaction_id, workbin_id);
