import type { Migration } from '../migrate.ts'

/** The log as it began. */
export const begin: Migration = {
  version: 1,
  sql: `
-- What concerns the log as a whole. Rows up to \`floor\` were cleared, though they may still be there; those up to \`sealed\`
-- are in \`chunks\` and \`words\`. \`epoch\` grows whenever an id that a process may remember was taken away. The last four
-- grow with each change of their kind.
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

-- What many requests share, once.
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

-- AUTOINCREMENT never gives a number twice, and writers come one after the other: so numbers are in the order of writing.
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

-- Beside requests, so that pages never read over long texts.
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

-- The numbers of some hundred requests side by side, as chunk.ts packs them: a million are read in milliseconds, and
-- every question looks at what it needs.
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

-- Words of the rows in chunks, and one sign each for client, tool, status, cache, session and standards (words.ts).
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0"
);

-- Words that are in \`words\` or were, and a row near the last one that had them: for looking up beginnings.
CREATE TABLE terms (word TEXT PRIMARY KEY, seen INTEGER NOT NULL) WITHOUT ROWID;

-- What was asked for in vain. How often and by whom is in the chunks.
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
