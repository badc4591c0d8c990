import type { Migration } from './migration.ts'

/**
 * The first schema. Some of its names differ from the code's: a row of `kinds` is a request type, a row of `chunks` a segment,
 * `touches` and `touched` are references, `floor` and `sealed` are the last `seq` that was cleared and compacted, and
 * `tended_at` is the time of the last maintenance.
 */
export const begin: Migration = {
  version: 1,
  sql: `
-- One row about the whole database. Requests up to \`floor\` were cleared, though their rows may still exist; requests up to
-- \`sealed\` are in \`chunks\` and \`words\`. \`epoch\` is increased whenever an id that a process may have cached was deleted.
-- \`cleared\`, \`sessions\`, \`errors\` and \`gaps\` are increased with each change of what they name.
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  tended_at INTEGER NOT NULL,
  notice TEXT,
  noticed_at INTEGER,
  cleared INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  gaps INTEGER NOT NULL
);
INSERT INTO state VALUES (1, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0);

-- Request types: the combinations of values that many requests share.
CREATE TABLE kinds (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,    -- the columns below as a JSON array
  client TEXT,
  client_version TEXT,
  protocol_version TEXT,
  transport TEXT NOT NULL,
  method TEXT NOT NULL,
  tool TEXT,
  status TEXT NOT NULL,
  cache TEXT NOT NULL,
  code INTEGER
);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  -- NULL in a session that only requests have named.
  transport TEXT,
  client TEXT,
  client_version TEXT,
  protocol_version TEXT,
  state TEXT,
  states TEXT,                 -- JSON array
  opened_at INTEGER,
  ended_at INTEGER,
  ended TEXT,
  pid INTEGER,
  calls INTEGER,
  last_call_at INTEGER,
  beat_at INTEGER
);
CREATE INDEX live_sessions ON sessions (pid) WHERE state IS NOT NULL AND ended IS NULL;
CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE state IS NOT NULL;

-- AUTOINCREMENT never reuses a number, and SQLite has one writer at a time: so \`seq\` is the order of writing.
CREATE TABLE requests (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  session INTEGER NOT NULL,
  gap INTEGER,
  asked TEXT NOT NULL,
  summary TEXT NOT NULL,
  message TEXT,
  micros INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);

-- Apart from \`requests\`, so that reading a page of requests does not read long texts.
CREATE TABLE details (
  seq INTEGER PRIMARY KEY,
  rpc_id TEXT,                 -- JSON
  request TEXT,
  response TEXT,
  cut INTEGER NOT NULL,
  touched TEXT                 -- JSON array of parts; NULL: none
);

CREATE TABLE standards (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- A standard as a whole (section NULL) or one of its sections.
CREATE TABLE parts (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,    -- JSON [standard, section]
  standard INTEGER NOT NULL,
  section TEXT
);

-- The numbers of up to 512 requests in columns, as segment.ts packs them: a query reads a million rows in milliseconds,
-- and only the blobs that it needs.
CREATE TABLE chunks (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  count INTEGER NOT NULL,
  min_at REAL NOT NULL,
  max_at REAL NOT NULL,
  kinds BLOB NOT NULL,
  gaps BLOB,
  numbers BLOB NOT NULL,
  touches BLOB
);

-- The words of compacted requests, and a facet token for each of client, tool, status, cache, session and standards
-- (search-text.ts).
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0"
);

-- Every word that is, or was, in \`words\`, with the \`seq\` of a request near the last one that had it: for expanding
-- prefixes.
CREATE TABLE terms (word TEXT PRIMARY KEY, seen INTEGER NOT NULL) WITHOUT ROWID;

-- Requests that found nothing. Their number and clients are in \`chunks\`.
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,    -- JSON [tool, the words of what was asked]
  tool TEXT NOT NULL,
  asked TEXT NOT NULL,
  args TEXT NOT NULL,          -- JSON
  dismissed_at INTEGER
);

CREATE TABLE errors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,    -- JSON [source, code, place, title]
  source TEXT NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  line INTEGER,
  cause TEXT NOT NULL,
  remedy TEXT NOT NULL,
  stack TEXT,
  client TEXT,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  request INTEGER
);
`,
}
