import { ensureBuilt } from '../../scripts/ensure-built.mjs'

/** Builds stale parts once, because the specs start their hosts from `dist/`. */
// biome-ignore lint/style/noDefaultExport: Playwright calls the default export.
export default function globalSetup() {
  ensureBuilt()
}
