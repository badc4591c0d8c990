// Records the inputs of each part of a build and finds parts whose inputs have changed. It runs at every start from a checkout, so it
// compares sizes and times first and reads a file only when these differ. Plain JavaScript for any Node from 22 on.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The parts of a build, in the order in which they are built. All except the last two are environments of Vite. `blob` is the
 * V8 snapshot that the bundle `snapshot` makes.
 * @typedef {(typeof PARTS)[number]} Part
 */
export const PARTS = /** @type {const} */ ([
  'mcp',
  'indexer',
  'configWorker',
  'cli',
  'snapshot',
  'electron',
  'preload',
  'renderer',
  'resources',
  'blob',
])

/**
 * The size of a file in bytes, its modification time in milliseconds since the epoch, and the hash of its content. `null` when it is
 * unknown which content was built.
 * @typedef {readonly [size: number, mtimeMs: number, hash: string] | null} Stamp
 */

/**
 * Paths are relative to the checkout, with slashes.
 * @typedef {object} PartRecord
 * @property {Readonly<Record<string, Stamp>>} inputs
 * @property {Readonly<Record<string, readonly string[]>>} folders folders whose files are all inputs, and these files
 * @property {readonly string[]} outputs
 * @property {readonly string[]} [packages] folders of the packages of which something is in the outputs
 * @property {Readonly<Record<string, string>>} conditions the values of {@link currentConditions} that the part depends on
 */

/**
 * Returns the folder of a build: `dist` for running, testing and packing, `out/dev` for debugging with source maps.
 * @param {string} root the checkout
 * @param {string} mode the mode of Vite
 */
export function buildFolder(root, mode) {
  return join(root, mode === 'development' ? 'out/dev' : 'dist')
}

/**
 * Returns the conditions of a build besides its files. `sourcemap` is true when `dist` is built with source maps.
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
 * Returns the stale parts, each with the reason.
 * @param {string} root
 * @param {string} mode
 * @param {readonly Part[]} parts
 * @returns {Map<Part, string>}
 */
export function findStale(root, mode, parts) {
  const folder = buildFolder(root, mode)
  const conditions = currentConditions(root, mode)
  const files = createFileCheck(root)
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
 * @param {ReturnType<typeof createFileCheck>} files
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
 * @param {ReturnType<typeof createFileCheck>} files
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
 * Reads stats and hashes of the files of the checkout, each once, because most files are inputs of several parts.
 * @param {string} root
 */
function createFileCheck(root) {
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
 * Returns the sorted paths of all files below a folder, relative to it.
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

/** @param {string} folder the folder of the build @param {string} part */
function recordFile(folder, part) {
  return join(folder, '.parts', `${part}.json`)
}

/**
 * Returns the record of a part; `null` when its build is missing or incomplete.
 * @param {string} folder the folder of the build
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
 * @param {string} folder the folder of the build
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
 * Removes the record of a part, which then counts as not built. To be called before it is built.
 * @param {string} folder the folder of the build
 * @param {Part} part
 */
export function removeRecord(folder, part) {
  rmSync(recordFile(folder, part), { force: true })
}
