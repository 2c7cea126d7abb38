-- Many requests that came in together. What became of them is in their own rows, which name the batch
-- in their source: http:BATCH#POSITION.
CREATE TABLE workbin_batch (
  batch_id    TEXT    NOT NULL PRIMARY KEY,
  digest      TEXT    NOT NULL, -- tells whether another batch has the same content
  received_at INTEGER NOT NULL,
  tally       TEXT              -- JSON: what was found in it; null while it is being read
);

-- A placement can be taken out of its workbin again: state PULLED. SQLite changes a CHECK only with
-- the table.
ALTER TABLE workbin_placement RENAME TO workbin_placement_old;
CREATE TABLE workbin_placement (
  request_id     TEXT    NOT NULL PRIMARY KEY,
  request        TEXT    NOT NULL, -- JSON, as the intakes take it
  digest         TEXT    NOT NULL, -- tells whether another request has the same content
  source         TEXT    NOT NULL,
  workbin_id     TEXT    NOT NULL,
  group_kind     TEXT    NOT NULL,
  group_name     TEXT    NOT NULL,
  interaction_id TEXT    NOT NULL,
  state          TEXT    NOT NULL
    CHECK (state IN
      ('RECEIVED', 'ACCEPTED', 'CONFIRMED', 'REJECTED', 'FAILED', 'UNCONFIRMED', 'PULLED')),
  reference_id   INTEGER,
  attempts       INTEGER NOT NULL,
  last_error     TEXT,
  owner          TEXT,    -- the node that works on it, while RECEIVED
  lease_until    INTEGER, -- when others may take it
  look_at        INTEGER, -- ACCEPTED: since when it waits; UNCONFIRMED: when to look again
  received_at    INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL, -- last change of state
  version        INTEGER NOT NULL  -- guards against a change by another node
);
INSERT INTO workbin_placement (request_id, request, digest, source, workbin_id, group_kind, group_name,
    interaction_id, state, reference_id, attempts, last_error, owner, lease_until, look_at, received_at,
    updated_at, version)
  SELECT request_id, request, digest, source, workbin_id, group_kind, group_name, interaction_id, state,
    reference_id, attempts, last_error, owner, lease_until, look_at, received_at, updated_at, version
  FROM workbin_placement_old;
DROP TABLE workbin_placement_old;

CREATE INDEX workbin_placement_received ON workbin_placement (received_at, request_id);
CREATE INDEX workbin_placement_state ON workbin_placement (state, received_at, request_id);
CREATE INDEX workbin_placement_interaction ON workbin_placement (interaction_id, workbin_id);
CREATE INDEX workbin_placement_batch ON workbin_placement (source, state)
  WHERE source >= 'http:' AND source < 'http;';
