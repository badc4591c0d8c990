import type { Database } from 'better-sqlite3'

/** Another version means: drop everything and index again. There are no migrations, for all of it is derived. */
export const INDEX_SCHEMA_VERSION = 6

/** Sections of a document have the row ids `doc * SECTION_SPAN + ordinal` in `fts`. */
export const SECTION_SPAN = 4096

const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Every file that has a standard's name, also those that could not be read.
CREATE TABLE files (
  doc INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,   -- as the file system spells it, '/'-separated
  size INTEGER NOT NULL,
  mtime REAL NOT NULL,         -- milliseconds
  ctime REAL NOT NULL,         -- milliseconds
  hash TEXT NOT NULL           -- SHA-256 of the bytes that were read; '' when unreadable
);

CREATE TABLE standards (
  doc INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,     -- the path in NFC
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,          -- JSON array
  tag_keys TEXT NOT NULL,      -- the same in lower case, which SQLite's lower() gives for ASCII only
  language TEXT,               -- NULL: every language
  domain TEXT,
  rules TEXT NOT NULL,         -- JSON: how language and domain were found
  globs TEXT NOT NULL,         -- JSON array
  created TEXT,
  updated TEXT NOT NULL,
  size INTEGER NOT NULL,
  sections INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  changed INTEGER NOT NULL     -- the generation in which its content became what it is
);
CREATE INDEX standards_by_topic ON standards (language, domain, id);
CREATE INDEX standards_with_tasks ON standards (id) WHERE tasks > 0;
CREATE INDEX standards_by_change ON standards (changed);

-- Standards that are gone, and the generation in which they went, for those who follow one. Old rows are dropped.
CREATE TABLE removed (id TEXT PRIMARY KEY, changed INTEGER NOT NULL) WITHOUT ROWID;

-- Beside standards, so that lists never read over long texts.
CREATE TABLE texts (
  doc INTEGER PRIMARY KEY,
  body_start INTEGER NOT NULL,
  outline TEXT NOT NULL,       -- JSON [level, line, start, stop, heading][]
  checklist TEXT NOT NULL,     -- JSON [text, checked, line, section][]
  examples TEXT NOT NULL,      -- JSON [language, line, start, stop, section][]
  extra TEXT NOT NULL,         -- JSON: front matter keys that are not ours
  text TEXT NOT NULL
);

-- Contentless: the text is in texts, snippets are cut in JavaScript for the page that is shown.
CREATE VIRTUAL TABLE fts USING fts5 (
  heading, context, body, facets,
  content = '', contentless_delete = 1,
  tokenize = "porter unicode61 remove_diacritics 2"
);

CREATE TABLE problems (
  path TEXT NOT NULL,
  line INTEGER,
  severity TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL
);
CREATE INDEX problems_by_path ON problems (path);

-- The library as the last complete comparison saw it, for one comparison instead of thousands at the next start.
CREATE TABLE manifest (one INTEGER PRIMARY KEY CHECK (one = 1), names TEXT NOT NULL, numbers BLOB NOT NULL);

CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  checked_at INTEGER,
  alive_at INTEGER,
  pid INTEGER,
  message TEXT
);
INSERT INTO progress VALUES (1, 'starting', 0, 0, NULL, NULL, NULL, NULL);

-- Comparisons that any process asks of the one that indexes. Whoever asked deletes the row: when it is done, or to
-- withdraw it.
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  asked_at INTEGER NOT NULL,   -- milliseconds since the epoch
  force INTEGER NOT NULL,
  state TEXT NOT NULL,         -- wanted, running, done, failed
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  answer TEXT                  -- done: JSON; failed: what happened and what to do
) WITHOUT ROWID;

-- Answers, each of the generation that it was made from; all of them go with the next one. Small columns first, so that a
-- list never reads over long answers.
CREATE TABLE cache (
  key TEXT NOT NULL UNIQUE,    -- SHA-256 of the tool and its canonical arguments
  tool TEXT NOT NULL,
  generation INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,  -- milliseconds since the epoch
  stored_up INTEGER NOT NULL,  -- milliseconds since the machine started
  used_at INTEGER NOT NULL,    -- milliseconds since the epoch
  hits INTEGER NOT NULL,
  bytes INTEGER NOT NULL,      -- of the answer and the arguments, UTF-8
  asked TEXT NOT NULL,
  args TEXT NOT NULL,          -- canonical JSON
  answer TEXT NOT NULL         -- JSON, as it was sent
);
CREATE INDEX cache_by_use ON cache (used_at, bytes);

-- Tells this index from one made anew, whose generations are counted from the start again.
INSERT INTO meta VALUES ('born', lower(hex(randomblob(8))));
INSERT INTO meta VALUES ('generation', 0);
INSERT INTO meta VALUES ('topics', '[[],[]]');
-- The generation in which a standard last came, went or got another title or description.
INSERT INTO meta VALUES ('listed', 0);
`

/** Takes everything of a library out; which generation it is, who asked for what and what is gone stays. */
export const EMPTY_INDEX = `
DELETE FROM files;
DELETE FROM standards;
DELETE FROM texts;
DELETE FROM problems;
DELETE FROM manifest;
INSERT INTO fts(fts) VALUES ('delete-all');
UPDATE progress SET state = 'starting', done = 0, total = 0, checked_at = NULL, message = NULL;
`

/** True when the file holds an index of this version, false when it is new or another version's. */
export function hasCurrentSchema(db: Database): boolean {
  return db.pragma('user_version', { simple: true }) === INDEX_SCHEMA_VERSION
}

/** Drops whatever is there and makes an empty index. Only the process that holds the lease may call it. */
export function rebuildSchema(db: Database): void {
  const rebuild = db.transaction(() => {
    if (hasCurrentSchema(db)) return
    const tables = db
      .prepare<[], { name: string }>(
        // Dropping fts takes its shadow tables with it.
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'fts_*' AND name NOT GLOB 'sqlite_*'",
      )
      .all()
    for (const { name } of tables) db.exec(`DROP TABLE IF EXISTS "${name}"`)
    db.exec(SCHEMA)
    db.exec("INSERT INTO fts(fts, rank) VALUES ('hashsize', 33554432)")
    db.pragma(`user_version = ${INDEX_SCHEMA_VERSION}`)
  })
  rebuild.immediate()
}
