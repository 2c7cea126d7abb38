-- One row per request id. All times are milliseconds since 1970.
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
    CHECK (state IN ('RECEIVED', 'ACCEPTED', 'CONFIRMED', 'REJECTED', 'FAILED', 'UNCONFIRMED')),
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

-- lists, and what is to be forgotten
CREATE INDEX workbin_placement_received ON workbin_placement (received_at, request_id);
CREATE INDEX workbin_placement_state ON workbin_placement (state, received_at, request_id);

-- what a notification may confirm
CREATE INDEX workbin_placement_waiting ON workbin_placement (interaction_id, workbin_id)
  WHERE state IN ('RECEIVED', 'ACCEPTED', 'UNCONFIRMED', 'FAILED');

CREATE TABLE workbin_placement_history (
  request_id TEXT    NOT NULL,
  version    INTEGER NOT NULL, -- of the placement after the step
  at         INTEGER NOT NULL,
  from_state TEXT,             -- null for the first step
  to_state   TEXT    NOT NULL,
  reason     TEXT,
  PRIMARY KEY (request_id, version)
) WITHOUT ROWID;

-- Each node counts what it does, so that nodes do not wait for each other; the sum is right.
CREATE TABLE workbin_placement_count (
  node  TEXT    NOT NULL,
  state TEXT    NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (node, state)
) WITHOUT ROWID;
