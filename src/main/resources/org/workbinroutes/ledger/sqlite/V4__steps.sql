-- The history moves into the rows: a row of its own for each step was a write in another place.
-- After RECEIVED, which received_at tells of, one a line: milliseconds, state, reason.
ALTER TABLE workbin_placement ADD COLUMN steps TEXT;
UPDATE workbin_placement SET steps = (
  SELECT group_concat(line, char(10)) FROM (
    SELECT h.at || ' ' || h.to_state || coalesce(' ' ||
      replace(replace(replace(h.reason, '\', '\\'), char(10), '\n'), char(13), '\r'), '') AS line
    FROM workbin_placement_history h
    WHERE h.request_id = workbin_placement.request_id AND h.from_state IS NOT NULL
    ORDER BY h.version));
DROP TABLE workbin_placement_history;
