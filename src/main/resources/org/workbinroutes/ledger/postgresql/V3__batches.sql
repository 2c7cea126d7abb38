-- Many requests that came in together. What became of them is in their own rows, which name the batch
-- in their source: http:BATCH#POSITION.
CREATE TABLE workbin_batch (
  batch_id    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  digest      TEXT   NOT NULL, -- tells whether another batch has the same content
  received_at BIGINT NOT NULL,
  tally       TEXT             -- JSON: what was found in it; null while it is being read
);

ALTER TABLE workbin_placement ALTER COLUMN source TYPE TEXT COLLATE "C";
CREATE INDEX workbin_placement_batch ON workbin_placement (source, state)
  WHERE source >= 'http:' AND source < 'http;';

-- a placement that was taken out of its workbin again
ALTER TABLE workbin_placement DROP CONSTRAINT workbin_placement_state_check;
ALTER TABLE workbin_placement ADD CONSTRAINT workbin_placement_state_check
  CHECK (state IN
    ('RECEIVED', 'ACCEPTED', 'CONFIRMED', 'REJECTED', 'FAILED', 'UNCONFIRMED', 'PULLED'));
