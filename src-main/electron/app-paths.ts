import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { builtPaths, type RuntimePaths } from '../../src-core/base/runtime-paths.ts'

/** The folders and files of the app's parts. */
export interface AppPaths extends RuntimePaths {
  /** The folder of the stdio server. */
  readonly serverFolder: string
  readonly windowFolder: string
  readonly preload: string
  readonly icons: string
  /** The Node that is written into the configuration of clients. */
  readonly node: string
}

/**
 * @param root the folder or archive that Electron runs: the checkout, or `app.asar` of an installed app
 * @param resources the resources folder of an installed app; `null` in a checkout
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

/** The bundled Node of the npm package, else the Node on the PATH. */
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
