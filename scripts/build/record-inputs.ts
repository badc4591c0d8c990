import { existsSync, realpathSync, rmSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'
import {
  buildFolder,
  currentConditions,
  listFiles,
  type Part,
  readRecord,
  removeRecord,
  type Stamp,
  stampOf,
  writeRecord,
} from './record.mjs'

/** Inputs of every bundle: the packages that are wanted, those that are installed, and how TypeScript is read. */
const COMMON = [
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'src-renderer/tsconfig.json',
]

/** The times that a file system writes may lie some milliseconds in the past. */
const CLOCK_MARGIN_MS = 20

/**
 * Records which files each environment's bundle was made of, for {@link findStale}, and removes what an earlier build of it left.
 * Files of packages are not listed one by one: the lock files stand for them.
 */
export function recordInputs(root: string, mode: string): Plugin {
  const folder = buildFolder(root, mode)
  let startedAt = 0
  let earlier: readonly string[] = []
  return {
    name: 'plumbline:record-inputs',
    apply: 'build',
    buildStart() {
      const part = this.environment.name as Part
      startedAt = Date.now()
      earlier = readRecord(folder, part)?.outputs ?? []
      removeRecord(folder, part)
    },
    writeBundle(_options, bundle) {
      const { name, config } = this.environment
      const outputs = Object.keys(bundle).map((file) =>
        pathIn(root, resolve(config.root, config.build.outDir, file)),
      )
      for (const path of earlier) if (!outputs.includes(path)) rmSync(join(root, path), { force: true })
      const assets = Object.values(bundle).flatMap((file) =>
        file.type === 'asset' ? file.originalFileNames.map((path) => join(config.root, path)) : [],
      )
      // A style sheet that another one imports is neither a module nor an asset.
      const styles = config.consumer === 'client' ? styleSheets(join(root, 'src-renderer')) : []
      const files = [...this.getModuleIds(), ...assets, ...styles].flatMap((id) => ownFile(root, id))
      const inputs = [...new Set([...files, ...commonInputs(root, config.configFileDependencies)])]
      writeRecord(folder, name as Part, {
        inputs: stampInputs(root, inputs, startedAt),
        folders: {},
        outputs,
        conditions: {
          version: currentConditions(root, mode).version,
          sourcemap: String(config.build.sourcemap !== false),
        },
      })
    },
  }
}

/**
 * The inputs of every part. package.json is not among them: of it only the version counts, and the lock file for the rest.
 * @param configFiles absolute: Vite's configuration and what it imports
 */
export function commonInputs(root: string, configFiles: readonly string[]): string[] {
  const config = configFiles.flatMap((file) => ownFile(root, file)).filter((path) => path !== 'package.json')
  return [...config, ...COMMON.filter((path) => existsSync(join(root, path)))]
}

/**
 * @param paths relative to the checkout
 * @param startedAt milliseconds since the epoch: a file that was changed later may have been read before or after its change
 */
export function stampInputs(
  root: string,
  paths: readonly string[],
  startedAt: number,
): Record<string, Stamp> {
  const stamps = paths.map((path): [string, Stamp] => {
    const isUnsure = statSync(join(root, path)).ctimeMs > startedAt - CLOCK_MARGIN_MS
    return [path, isUnsure ? null : stampOf(join(root, path))]
  })
  return Object.fromEntries(stamps)
}

/** @returns the path of a file of our own, none for files of packages and for modules that are no files */
function ownFile(root: string, id: string): string[] {
  const file = id.replace(/[?#].*$/, '')
  if (!isAbsolute(file) || /[\\/]node_modules[\\/]/.test(file) || !existsSync(file)) return []
  return [pathIn(root, file)]
}

/** Rolldown names modules by their real paths, and the checkout may be reached by a link. */
function pathIn(root: string, file: string): string {
  const path = relative(root, file)
  return (path.startsWith('..') ? relative(realpathSync(root), file) : path).replaceAll('\\', '/')
}

function styleSheets(folder: string): string[] {
  if (!existsSync(folder)) return []
  return listFiles(folder)
    .filter((path) => path.endsWith('.css'))
    .map((path) => join(folder, path))
}
