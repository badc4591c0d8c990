import type { KnipConfig } from 'knip'

/**
 * Where `npm run unused` starts from. npm scripts, workflows, tests and specs are found by knip itself; listed here is what is
 * reached by its path only: what is built, and what is started as a process of its own.
 */
const config: KnipConfig = {
  entry: [
    // The bundles of vite.config.ts, and the module that it puts in place of one of the SDK's.
    'src-mcp/stdio/main.ts',
    'src-mcp/stdio/snapshot.ts',
    'src-mcp/stdio/sdk-shims.ts',
    'src-core/library/watch/worker.ts',
    'src-core/clients/plan/config-worker.ts',
    'src-main/cli/main.ts',
    'src-main/electron/{main,preload}.ts',
    // Programs that scripts start by path.
    'scripts/build/build-stale.ts',
    'scripts/dev/end-with-parent.mjs',
    // Processes that tests and benchmarks start.
    'src-core/**/testing/*-process.ts',
    'src-core/clients/testing/{fake-server,rewriting-client}.ts',
    'bench/*-child.ts',
    'bench/echo-{http,server}.mjs',
    'bench/loop-delay.cjs',
    'e2e/testing/{watch-desktop.cjs,rival-writer.mjs}',
  ],
  project: ['**/*.{ts,tsx,mjs,cjs}', 'src-renderer/**/*.css'],
  playwright: { config: 'e2e/playwright.config.ts' },
  compilers: {
    // The style sheet takes the fonts from their packages.
    css: (text) => [...text.matchAll(/url\("([^"]+)"\)/g)].map(([, file]) => `import '${file}'`).join('\n'),
  },
  ignoreDependencies: [
    // Tests start their programs by path; no code imports them.
    '@modelcontextprotocol/conformance',
    '@modelcontextprotocol/inspector',
  ],
  // Programs of the system. Tests that need one are skipped where it is missing.
  ignoreBinaries: [
    'gofmt',
    'javac',
    'mkfifo',
    'mount',
    'rustc',
    'setpriv',
    'umount',
    'unshare',
    'xdg-settings',
  ],
}

export default config
