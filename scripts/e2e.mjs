// `npm run e2e`: the window's specs alone. Arguments go to Playwright, but `--full`, which is ours.
import { printSummary } from './test-summary.mjs'
import { runWindowSpecs } from './window-specs.mjs'

const args = process.argv.slice(2)
const result = runWindowSpecs(
  args.filter((arg) => arg !== '--full'),
  { full: args.includes('--full') },
)
process.exitCode = printSummary([result])
