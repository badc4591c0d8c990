import { existsSync, realpathSync, rmSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { packagesIn } from './bundled-packages.ts'
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

/** The inputs of every bundle: the wanted and the installed packages, and the configuration of TypeScript. */
const COMMON = [
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'src-renderer/tsconfig.json',
]

/** The tolerance for modification times, which may be some milliseconds in the past. */
const CLOCK_MARGIN_MS = 20

/**
 * Records the input files of each environment's bundle, for {@link findStale}, and removes the files of its earlier build.
 * Files of packages are not listed, because a change of them changes a lock file.
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
      // An imported style sheet is neither a module nor an asset, so it is added here.
      const styles = config.consumer === 'client' ? styleSheets(join(root, 'src-renderer')) : []
      const files = [...this.getModuleIds(), ...assets, ...styles].flatMap((id) => ownFile(root, id))
      const inputs = [...new Set([...files, ...commonInputs(root, config.configFileDependencies)])]
      writeRecord(folder, name as Part, {
        inputs: stampInputs(root, inputs, startedAt),
        folders: {},
        outputs,
        packages: packagesIn(bundle, this.getModuleIds()),
        conditions: {
          version: currentConditions(root, mode).version,
          sourcemap: String(config.build.sourcemap !== false),
        },
      })
    },
  }
}

/**
 * Returns the inputs of every part. package.json is none: its version is a condition, and the lock file contains the rest.
 * @param configFiles absolute paths of Vite's configuration and its imports
 */
export function commonInputs(root: string, configFiles: readonly string[]): string[] {
  const config = configFiles.flatMap((file) => ownFile(root, file)).filter((path) => path !== 'package.json')
  return [...config, ...COMMON.filter((path) => existsSync(join(root, path)))]
}

/**
 * @param paths relative to the checkout
 * @param startedAt milliseconds since the epoch; of a file that changed later, it is unknown which content was read
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

/** @returns the path of a project file, relative to the checkout; nothing for files of packages and virtual modules */
function ownFile(root: string, id: string): string[] {
  const file = id.replace(/[?#].*$/, '')
  if (!isAbsolute(file) || /[\\/]node_modules[\\/]/.test(file) || !existsSync(file)) return []
  return [pathIn(root, file)]
}

/** Resolves links, because Rolldown uses real paths and the checkout may be behind a link. */
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
