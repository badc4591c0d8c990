import { ensureBuilt } from '../../scripts/ensure-built.mjs'

/** Builds what is stale, once: the specs start their hosts straight from `dist/`. */
// biome-ignore lint/style/noDefaultExport: Playwright calls the default export.
export default function globalSetup() {
  ensureBuilt()
}
