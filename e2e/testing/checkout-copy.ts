import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CHECKOUT = join(import.meta.dirname, '../..')
/** The folders and files that a build or a run of Plumbline reads; with `dist`, so that only changed parts are built again. */
const SOURCES =
  /^(?:src-\w+|scripts|resources|dist)$|^(?:package|package-lock|tsconfig)\.json$|^vite\.config\.ts$/

/** A copy of the checkout, whose sources a test may change. Its packages are links to those of the checkout. */
export interface CheckoutCopy {
  readonly folder: string
  /** Replaces text in the only source below `folder` that contains it. @throws Error unless exactly one does */
  replace(folder: string, text: string, replacement: string): void
  remove(): void
}

export function copyCheckout(): CheckoutCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-checkout-')))
  for (const name of readdirSync(CHECKOUT).filter((name) => SOURCES.test(name)))
    cpSync(join(CHECKOUT, name), join(folder, name), { recursive: true, preserveTimestamps: true })
  // Each package has a link of its own, so that files that tools write into `node_modules` stay in the copy.
  mkdirSync(join(folder, 'node_modules'))
  const packages = readdirSync(join(CHECKOUT, 'node_modules')).filter((name) => !name.startsWith('.'))
  for (const name of [...packages, '.bin'])
    symlinkSync(join(CHECKOUT, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
  return {
    folder,
    replace(below, text, replacement) {
      const files = readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:tsx?|css)$/.test(name) && !/\.test\./.test(name))
        .map((name) => join(folder, below, name))
        .filter((file) => readFileSync(file, 'utf8').includes(text))
      const [file] = files
      if (file === undefined || files.length > 1)
        throw new Error(`${files.length} files below ${below} have ${text}`)
      writeFileSync(file, readFileSync(file, 'utf8').replace(text, replacement))
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
