// `npm run e2e`: the window's specs alone. Arguments go to Playwright.
import { ensureBuilt } from './ensure-built.mjs'
import { runWindowSpecs } from './window-specs.mjs'

ensureBuilt()
const { passed, failed } = runWindowSpecs(process.argv.slice(2))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
