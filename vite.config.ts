import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite'
import packageJson from './package.json' with { type: 'json' }
import { buildParts } from './scripts/build/build-parts.ts'
import { buildFolder, PARTS, type Part } from './scripts/build/record.mjs'
import { recordInputs } from './scripts/build/record-inputs.ts'
import { stripUnusedSchemas } from './src-mcp/stdio/strip-unused-schemas.ts'

const root = import.meta.dirname
/** The host puts a fresh nonce in its place whenever it serves the page. */
const NONCE_PLACEHOLDER = '__PLUMBLINE_NONCE__'

/** One self-contained file for Node: only Node's own modules are left to import. */
function nodeBundle(
  entry: string,
  outDir: string,
  name: string,
  format: 'esm' | 'cjs' = 'esm',
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node26',
      // Stack traces in the error log are read by people.
      minify: format === 'cjs',
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
function electronBundle(
  entry: string,
  outDir: string,
  name: string,
  format: 'esm' | 'cjs',
): EnvironmentOptions {
  const options = nodeBundle(entry, outDir, name, format)
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
function window(outDir: string): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      outDir,
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
      rolldownOptions: {
        input: { window: join(root, 'src-renderer/index.html') },
        // Without it every one of 6,000 icons is read to find the 50 that are drawn.
        experimental: { lazyBarrel: true },
      },
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

/** @param folder where the build goes */
function environments(folder: string): Record<Exclude<Part, 'resources' | 'blob'>, EnvironmentOptions> {
  const mcp = join(folder, 'mcp')
  const electron = join(folder, 'electron')
  return {
    mcp: nodeBundle('src-mcp/stdio/main.ts', mcp, 'server'),
    snapshot: nodeBundle('src-mcp/stdio/snapshot.ts', mcp, 'snapshot', 'cjs'),
    indexer: nodeBundle('src-core/library/watch/worker.ts', mcp, 'indexer'),
    configWorker: nodeBundle('src-core/clients/plan/config-worker.ts', mcp, 'client-config'),
    cli: withChunks(nodeBundle('src-main/cli/main.ts', join(folder, 'cli'), 'plumbline')),
    electron: withChunks(electronBundle('src-main/electron/main.ts', electron, 'main', 'esm')),
    preload: electronBundle('src-main/electron/preload.ts', electron, 'preload', 'cjs'),
    renderer: window(join(folder, 'renderer')),
  }
}

const shared = {
  define: { PLUMBLINE_VERSION: JSON.stringify(packageJson.version) },
  html: { cspNonce: NONCE_PLACEHOLDER },
}

export default defineConfig(({ command, mode }) => {
  // `npm run dev` serves the window from its sources; the host and the server are built as ever.
  if (command === 'serve')
    return { ...shared, root: join(root, 'src-renderer'), publicDir: false, plugins: [react()] }
  return {
    ...shared,
    root,
    // Leaves out Ajv, which only elicitation needs: a third of the server's start.
    resolve: { alias: { '@modelcontextprotocol/server/_shims': join(root, 'src-mcp/stdio/sdk-shims.ts') } },
    plugins: [stripUnusedSchemas(), react(), pageAtTop(), recordInputs(root, mode)],
    build: { sourcemap: mode === 'development' },
    environments: environments(buildFolder(root, mode)),
    builder: {
      async buildApp(builder) {
        const note = (line: string) => builder.config.logger.warn(line)
        await buildParts({ root, mode, parts: PARTS, force: true, builder: async () => builder, note })
      },
    },
  }
})
