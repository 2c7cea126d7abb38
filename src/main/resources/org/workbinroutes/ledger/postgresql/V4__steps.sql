-- The history moves into the rows: a row of its own for each step was a write in another place.
-- After RECEIVED, which received_at tells of, one a line: milliseconds, state, reason.
ALTER TABLE workbin_placement ADD COLUMN steps TEXT;
UPDATE workbin_placement p SET steps = h.lines FROM (
  SELECT request_id, string_agg(at || ' ' || to_state || coalesce(' ' ||
      replace(replace(replace(reason, '\', '\\'), chr(10), '\n'), chr(13), '\r'), ''),
    chr(10) ORDER BY version) AS lines
  FROM workbin_placement_history WHERE from_state IS NOT NULL GROUP BY request_id) h
WHERE h.request_id = p.request_id;
DROP TABLE workbin_placement_history;
