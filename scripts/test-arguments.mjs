import { relative, resolve } from 'node:path'

const SPEC_FOLDERS = ['e2e/window', 'e2e/electron']

/**
 * Assigns the arguments of `npm test` to the test runners: paths of specs to Playwright, folders with specs and tests, such as `e2e`,
 * to both, and everything else to vitest. Without a path, both run everything.
 * @param {readonly string[]} args
 * @param {string} root the checkout; paths are relative to it
 * @returns {{ full: boolean, check: boolean, vitest: string[] | null, specs: string[] | null }} the arguments of each runner,
 *   `null` when it has nothing to do. `full`: the desktop app runs every spec of the window. `check`: `npm run check` counts too
 */
export function sortArguments(args, root) {
  const rest = args.filter((arg) => arg !== '--full' && arg !== '--check')
  const isOption = (arg) => arg.startsWith('-')
  const isSpec = (arg) => !isOption(arg) && SPEC_FOLDERS.some((folder) => isWithin(arg, folder, root))
  const holdsSpecs = (arg) => !isOption(arg) && SPEC_FOLDERS.some((folder) => isWithin(folder, arg, root))
  const paths = rest.filter((arg) => !isOption(arg))
  const hasAll = paths.length === 0 || paths.some((path) => holdsSpecs(path) && !isSpec(path))
  const runsVitest = paths.length === 0 || !paths.every(isSpec)
  const options = runsVitest ? [] : rest.filter(isOption)
  return {
    full: args.includes('--full'),
    check: args.includes('--check'),
    vitest: runsVitest ? rest.filter((arg) => !isSpec(arg)) : null,
    specs: hasAll ? [] : paths.some(isSpec) ? [...paths.filter(isSpec), ...options] : null,
  }
}

/** The path of a spec may be followed by a line and a column. */
function isWithin(path, folder, root) {
  const way = relative(resolve(root, folder), resolve(root, path.replace(/(?::\d+)+$/, '')))
  return !way.startsWith('..')
}
