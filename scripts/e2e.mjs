// `npm run e2e`: runs the window's specs. All arguments except `--full` go to Playwright.
import { printSummary } from './test-summary.mjs'
import { runWindowSpecs } from './window-specs.mjs'

const args = process.argv.slice(2)
const result = runWindowSpecs(
  args.filter((arg) => arg !== '--full'),
  { full: args.includes('--full') },
)
process.exitCode = printSummary([result])
