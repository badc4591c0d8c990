import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { builtPaths, type RuntimePaths } from '../../src-core/base/runtime-paths.ts'

/** Where the parts of the app lie. */
export interface AppPaths extends RuntimePaths {
  /** Holds the stdio server. */
  readonly serverFolder: string
  readonly windowFolder: string
  readonly preload: string
  readonly icons: string
  /** The Node that clients are told to start. */
  readonly node: string
}

/**
 * @param root what Electron was given to run: the checkout, or the archive of an installed app
 * @param resources the folder beside that archive; `null`: not installed
 */
export function findAppPaths(root: string, resources: string | null): AppPaths {
  const serverFolder = join(resources ?? join(root, 'dist'), 'mcp')
  return {
    ...builtPaths(serverFolder),
    serverFolder,
    windowFolder: join(root, 'dist/renderer'),
    preload: join(root, 'dist/electron/preload.cjs'),
    icons: join(root, 'resources/icons'),
    node: resources === null ? findNode(root) : join(resources, 'runtime', NODE),
  }
}

const NODE = process.platform === 'win32' ? 'node.exe' : 'node'

/** The Node that comes along as a package; else whichever is on the PATH. */
function findNode(root: string): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const require = createRequire(join(root, 'package.json'))
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const file = join(dirname(require.resolve(`${name}/package.json`)), 'bin', NODE)
      if (existsSync(file)) return file
    } catch {
      // Not the package of this platform.
    }
  }
  return NODE
}
