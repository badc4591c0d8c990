import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { EnvironmentOptions, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import packageJson from './package.json' with { type: 'json' }
import { SNAPSHOT_FLAG } from './src-mcp/stdio/start-command.ts'
import { stripUnusedSchemas } from './src-mcp/stdio/strip-unused-schemas.ts'

const root = import.meta.dirname
const dist = join(root, 'dist')
/** The host puts a fresh nonce in its place whenever it serves the page. */
const NONCE_PLACEHOLDER = '__PLUMBLINE_NONCE__'

/** One self-contained file for Node: only Node's own modules are left to import. */
function nodeBundle(
  entry: string,
  folder: string,
  name: string,
  format: 'esm' | 'cjs' = 'esm',
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(dist, folder),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node26',
      // Stack traces in the error log are read by people.
      minify: format === 'cjs',
      sourcemap: false,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        output: {
          format,
          // A single sign beyond Latin-1 would make V8 hold the whole source at two bytes a sign: 0.4 MB more of snapshot.
          charset: 'ascii',
          entryFileNames: format === 'esm' ? '[name].mjs' : '[name].cjs',
          codeSplitting: false,
        },
      },
    },
  }
}

/** Lets what is imported on demand stay in files of its own: `plumbline status` need not load a server. */
function withChunks(options: EnvironmentOptions): EnvironmentOptions {
  const output = options.build?.rolldownOptions?.output
  if (output && !Array.isArray(output)) {
    output.codeSplitting = true
    output.chunkFileNames = '[name].mjs'
  }
  return options
}

/** A script of the desktop app: Electron brings its own modules. */
function electronBundle(entry: string, name: string, format: 'esm' | 'cjs'): EnvironmentOptions {
  const options = nodeBundle(entry, 'electron', name, format)
  return {
    ...options,
    resolve: { noExternal: true, external: ['electron'] },
    build: {
      ...options.build,
      // Electron's Node is older than the one that comes along for the server.
      target: 'node24',
      minify: false,
      rolldownOptions: { ...options.build?.rolldownOptions, external: ['electron'] },
    },
  }
}

/**
 * The window: `index.html` and hashed files for a browser. The nonce is a placeholder that the host fills in anew with
 * each answer, because Mantine and CodeMirror write style elements at run time.
 */
function window(): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      outDir: join(dist, 'renderer'),
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'baseline-widely-available',
      // Fonts and pictures come from our own origin, never from `data:` addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // All styles come with the page: a sheet that failed to load with its part would never be asked for again.
      cssCodeSplit: false,
      // `bench/window-bundle.ts` watches what the first view needs.
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { input: { window: join(root, 'src-renderer/index.html') } },
    },
  }
}

/** Vite keeps the page's folder; the host looks for `index.html` at the top. */
function pageAtTop(): Plugin {
  return {
    name: 'plumbline:page-at-top',
    enforce: 'post',
    applyToEnvironment: ({ name }) => name === 'renderer',
    generateBundle(_options, bundle) {
      const page = bundle['src-renderer/index.html']
      if (page) page.fileName = 'index.html'
    },
  }
}

/** What cannot be bundled lies beside the bundles, as it will in the installed app. */
function copyResources(): Plugin {
  return {
    name: 'plumbline:copy-resources',
    buildApp: {
      order: 'post',
      async handler() {
        const prebuild = `${process.platform}-${process.arch}.node`
        mkdirSync(join(dist, 'mcp'), { recursive: true })
        const addon = join(dist, 'mcp/better_sqlite3.node')
        copyFileSync(join(root, 'node_modules/better-sqlite3/prebuilds', prebuild), `${addon}.new`)
        // A running server has the old file mapped: written over in place, it would crash.
        renameSync(`${addon}.new`, addon)
        cpSync(join(root, 'resources/starter-standards'), join(dist, 'starter-standards'), {
          recursive: true,
        })
      },
    },
  }
}

/** The server as a V8 snapshot. It fits the Node that runs this build only; without it, `server.mjs` does the same. */
function buildSnapshot(): Plugin {
  return {
    name: 'plumbline:snapshot',
    buildApp: {
      order: 'post',
      async handler() {
        const blob = join(dist, 'mcp/server.blob')
        rmSync(blob, { force: true })
        const built = spawnSync(
          process.execPath,
          // The warning: worker_threads are not yet fully verified in snapshots. The end-to-end tests verify them.
          [
            SNAPSHOT_FLAG,
            '--no-warnings',
            '--snapshot-blob',
            blob,
            '--build-snapshot',
            join(dist, 'mcp/snapshot.cjs'),
          ],
          { encoding: 'utf8' },
        )
        if (built.status === 0) return
        rmSync(blob, { force: true })
        this.warn(`No snapshot of the server could be made; server.mjs starts slower. ${built.stderr}`)
      },
    },
  }
}

const TARGETS = {
  mcp: nodeBundle('src-mcp/stdio/main.ts', 'mcp', 'server'),
  snapshot: nodeBundle('src-mcp/stdio/snapshot.ts', 'mcp', 'snapshot', 'cjs'),
  indexer: nodeBundle('src-core/library/watch/worker.ts', 'mcp', 'indexer'),
  cli: withChunks(nodeBundle('src-main/cli/main.ts', 'cli', 'plumbline')),
  electron: withChunks(electronBundle('src-main/electron/main.ts', 'main', 'esm')),
  preload: electronBundle('src-main/electron/preload.ts', 'preload', 'cjs'),
  renderer: window(),
}

export default defineConfig({
  root,
  define: { PLUMBLINE_VERSION: JSON.stringify(packageJson.version) },
  // Leaves out Ajv, which only elicitation needs: a third of the server's start.
  resolve: { alias: { '@modelcontextprotocol/server/_shims': join(root, 'src-mcp/stdio/sdk-shims.ts') } },
  html: { cspNonce: NONCE_PLACEHOLDER },
  plugins: [stripUnusedSchemas(), react(), pageAtTop(), copyResources(), buildSnapshot()],
  environments: TARGETS,
  // The window's specs (`*.spec.ts`) are Playwright's.
  test: { include: ['**/*.test.{ts,tsx}'] },
  builder: {
    async buildApp(builder) {
      for (const name of Object.keys(TARGETS)) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
})
