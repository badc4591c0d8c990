import type { Database } from 'better-sqlite3'

/** An index of another version is dropped and built again. There are no migrations, because all data is derived. */
export const INDEX_SCHEMA_VERSION = 8

/** A section has the row id `doc * SECTION_SPAN + ordinal` in `fts`. */
export const SECTION_SPAN = 4096

/** Returns the standard that a row of `fts` belongs to. */
export function docOf(rowid: number): number {
  return Math.floor(rowid / SECTION_SPAN)
}

/** Returns the index of a row of `fts` among the sections of its standard. */
export function ordinalOf(rowid: number): number {
  return rowid % SECTION_SPAN
}

const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- Every file with the name of a standard, including those that could not be read.
CREATE TABLE files (
  doc INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,   -- as the file system spells it, '/'-separated
  size INTEGER NOT NULL,
  mtime REAL NOT NULL,         -- milliseconds
  ctime REAL NOT NULL,         -- milliseconds
  hash TEXT NOT NULL           -- SHA-256 of the bytes; '' when unreadable, also while an older text is served
);

CREATE TABLE standards (
  doc INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,     -- the path in NFC
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,          -- JSON array
  tag_keys TEXT NOT NULL,      -- the tags in lower case, because SQLite's lower() changes ASCII only
  language TEXT,               -- NULL: every language
  domain TEXT,
  rules TEXT NOT NULL,         -- JSON: the rules that determined language and domain
  globs TEXT NOT NULL,         -- JSON array
  created TEXT,
  updated TEXT NOT NULL,
  size INTEGER NOT NULL,
  sections INTEGER NOT NULL,
  tasks INTEGER NOT NULL,
  changed INTEGER NOT NULL     -- the generation in which the content last changed
);
CREATE INDEX standards_by_topic ON standards (language, domain, id);
CREATE INDEX standards_with_tasks ON standards (id) WHERE tasks > 0;
CREATE INDEX standards_by_change ON standards (changed);

-- Removed standards with the generation of their removal, for processes that follow changes. Old rows are dropped.
CREATE TABLE removed (id TEXT PRIMARY KEY, changed INTEGER NOT NULL) WITHOUT ROWID;

-- Separate from standards, so that lists do not read long texts.
CREATE TABLE texts (
  doc INTEGER PRIMARY KEY,
  body_start INTEGER NOT NULL,
  outline TEXT NOT NULL,       -- JSON [level, line, start, stop, heading][]
  checklist TEXT NOT NULL,     -- JSON [text, checked, line, section][]
  examples TEXT NOT NULL,      -- JSON [language, line, start, stop, section][]
  extra TEXT NOT NULL,         -- JSON: unknown front matter keys
  text TEXT NOT NULL
);

-- Contentless, because the text is in texts. Snippets are cut in JavaScript for the hits that are shown.
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

-- Standards that a sync program left as a copy of another one. They never come first in an answer.
CREATE TABLE copies (id TEXT PRIMARY KEY, original TEXT) WITHOUT ROWID; -- the original's id; NULL when it is not there

-- The last complete walk of the library, so that the next start compares one value instead of thousands.
CREATE TABLE manifest (one INTEGER PRIMARY KEY CHECK (one = 1), names TEXT NOT NULL, numbers BLOB NOT NULL);

-- The _standards.yml files, from which the standards in and below their folders take what they do not state.
CREATE TABLE defaults (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  mtime REAL NOT NULL,         -- milliseconds
  ctime REAL NOT NULL,         -- milliseconds
  data TEXT NOT NULL           -- JSON {language, domain, tags, globs}, null where the key is absent
) WITHOUT ROWID;

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

-- Full scans that any process requests from the indexing process. The requesting process deletes the row after the
-- end of the scan, or to withdraw the request.
CREATE TABLE requests (
  id TEXT PRIMARY KEY,
  asked_at INTEGER NOT NULL,   -- milliseconds since the epoch
  force INTEGER NOT NULL,
  state TEXT NOT NULL,         -- wanted, running, done, failed
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  answer TEXT                  -- done: JSON; failed: what happened and what to do
) WITHOUT ROWID;

-- Cached responses of the current generation; the next generation drops them. Small columns come first, so that a list
-- does not read long responses.
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
  answer TEXT NOT NULL         -- the JSON that was sent
);
CREATE INDEX cache_by_use ON cache (used_at, bytes);

-- The index id. It differs after a rebuild, when generations are counted from the start again.
INSERT INTO meta VALUES ('born', lower(hex(randomblob(8))));
INSERT INTO meta VALUES ('generation', 0);
INSERT INTO meta VALUES ('topics', '[[],[]]');
-- The generation in which a standard was last added or removed, or got another title or description.
INSERT INTO meta VALUES ('listed', 0);
`

/** Removes everything of a library. Keeps the generation, requests and removed ids. */
export const EMPTY_INDEX = `
DELETE FROM files;
DELETE FROM standards;
DELETE FROM texts;
DELETE FROM problems;
DELETE FROM copies;
DELETE FROM manifest;
DELETE FROM defaults;
DELETE FROM meta WHERE key IN ('folder', 'mounts');
INSERT INTO fts(fts) VALUES ('delete-all');
UPDATE progress SET state = 'starting', done = 0, total = 0, checked_at = NULL, message = NULL;
`

/** Returns true for an index of this version, false for a new file or one of another version. */
export function hasCurrentSchema(db: Database): boolean {
  return db.pragma('user_version', { simple: true }) === INDEX_SCHEMA_VERSION
}

/** Replaces an index of another version by an empty one. */
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
