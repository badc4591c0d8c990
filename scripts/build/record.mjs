// What each part of a build was made of, and whether that has changed since. Runs at every start from a checkout, so it asks
// the disk for sizes and times first and reads a file only when these differ. Plain JavaScript, for any Node from 22 on.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The parts of a build, in the order in which they are built. All but the last two are Vite's environments; `blob` is the V8
 * snapshot that is made by running the bundle `snapshot`.
 * @typedef {(typeof PARTS)[number]} Part
 */
export const PARTS = /** @type {const} */ ([
  'mcp',
  'indexer',
  'cli',
  'snapshot',
  'electron',
  'preload',
  'renderer',
  'resources',
  'blob',
])

/**
 * A file as it was: its size in bytes, its time of change in milliseconds since the epoch, and the hash of its content. `null`
 * when it is unknown which content was built.
 * @typedef {readonly [size: number, mtimeMs: number, hash: string] | null} Stamp
 */

/**
 * Paths are relative to the checkout, with slashes.
 * @typedef {object} PartRecord
 * @property {Readonly<Record<string, Stamp>>} inputs
 * @property {Readonly<Record<string, readonly string[]>>} folders folders of which every file was taken, and those files
 * @property {readonly string[]} outputs
 * @property {Readonly<Record<string, string>>} conditions those of {@link currentConditions} that the part depends on
 */

/**
 * Where a build goes: `dist` is what is run, tested and packed; a build for debugging has source maps and a folder of its own.
 * @param {string} root the checkout
 * @param {string} mode Vite's
 */
export function buildFolder(root, mode) {
  return join(root, mode === 'development' ? 'out/dev' : 'dist')
}

/**
 * What a build depends on besides files. `sourcemap` is how a build for use is made.
 * @param {string} root
 * @param {string} mode
 * @returns {Readonly<Record<'version' | 'node' | 'sourcemap', string>>}
 */
export function currentConditions(root, mode) {
  return {
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    node: `${process.version} ${process.platform}-${process.arch}`,
    sourcemap: String(mode === 'development'),
  }
}

/**
 * Why parts have to be built, by part; those that need not be are absent.
 * @param {string} root
 * @param {string} mode
 * @param {readonly Part[]} parts
 * @returns {Map<Part, string>}
 */
export function findStale(root, mode, parts) {
  const folder = buildFolder(root, mode)
  const conditions = currentConditions(root, mode)
  const files = lookAtFiles(root)
  /** @type {Map<Part, string>} */
  const stale = new Map()
  for (const part of parts) {
    const record = readRecord(folder, part)
    const reason = record === null ? 'it was not built yet' : whyStale(root, record, conditions, files)
    if (reason !== null) stale.set(part, reason)
  }
  return stale
}

/**
 * @param {string} root
 * @param {PartRecord} record
 * @param {Readonly<Record<string, string>>} conditions
 * @param {ReturnType<typeof lookAtFiles>} files
 */
function whyStale(root, record, conditions, files) {
  for (const [name, value] of Object.entries(record.conditions))
    if (conditions[name] !== value) return `${name} is ${conditions[name]}, no longer ${value}`
  for (const [path, stamp] of Object.entries(record.inputs)) {
    const change = whyChanged(path, stamp, files)
    if (change !== null) return change
  }
  for (const [path, names] of Object.entries(record.folders))
    if (listFiles(join(root, path)).join('\n') !== names.join('\n')) return `${path} has other files`
  const missing = record.outputs.find((path) => files.stats(path) === undefined)
  return missing === undefined ? null : `${missing} is gone`
}

/**
 * @param {string} path
 * @param {Stamp} stamp
 * @param {ReturnType<typeof lookAtFiles>} files
 */
function whyChanged(path, stamp, files) {
  if (stamp === null) return `${path} changed while it was built`
  const stats = files.stats(path)
  if (stats === undefined) return `${path} is gone`
  const [size, mtimeMs, hash] = stamp
  const isSame = stats.size === size && (stats.mtimeMs === mtimeMs || files.hash(path) === hash)
  return isSame ? null : `${path} changed`
}

/**
 * The files of the checkout as they are now. Most are inputs of several parts, and each is looked at once.
 * @param {string} root
 */
function lookAtFiles(root) {
  /** @type {Map<string, import('node:fs').Stats | undefined>} */
  const stats = new Map()
  /** @type {Map<string, string>} */
  const hashes = new Map()
  return {
    /** @param {string} path */
    stats(path) {
      if (!stats.has(path)) stats.set(path, statSync(join(root, path), { throwIfNoEntry: false }))
      return stats.get(path)
    },
    /** @param {string} path */
    hash(path) {
      const hash = hashes.get(path) ?? hashOf(join(root, path))
      hashes.set(path, hash)
      return hash
    },
  }
}

/**
 * @param {string} file
 * @returns {Stamp}
 */
export function stampOf(file) {
  const { size, mtimeMs } = statSync(file)
  return [size, mtimeMs, hashOf(file)]
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32)
}

/**
 * Every file below a folder, relative to it, sorted.
 * @param {string} folder
 */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

/** @param {string} folder the build's @param {string} part */
function recordFile(folder, part) {
  return join(folder, '.parts', `${part}.json`)
}

/**
 * `null`: the part was not built, or not to its end.
 * @param {string} folder the build's
 * @param {Part} part
 * @returns {PartRecord | null}
 */
export function readRecord(folder, part) {
  try {
    return JSON.parse(readFileSync(recordFile(folder, part), 'utf8'))
  } catch {
    return null
  }
}

/**
 * @param {string} folder the build's
 * @param {Part} part
 * @param {PartRecord} record
 */
export function writeRecord(folder, part, record) {
  const file = recordFile(folder, part)
  mkdirSync(join(folder, '.parts'), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(record))
  renameSync(`${file}.new`, file)
}

/**
 * Makes a part count as not built. Called before it is built.
 * @param {string} folder the build's
 * @param {Part} part
 */
export function removeRecord(folder, part) {
  rmSync(recordFile(folder, part), { force: true })
}
