import { LINK_SCHEME } from './app-links.ts'

/** What the app was started with. */
export interface StartOptions {
  readonly home?: string | undefined
  readonly library?: string | undefined
  readonly port?: number | undefined
  /** No window until somebody asks for it. */
  readonly hidden: boolean
  /** A `plumbline://` link to open. */
  readonly link: string | null
}

/**
 * Reads our own options and passes over all others, for Chromium has hundreds and adds some to those of a second start. Only
 * `--name=value`: Chromium moves what stands behind a switch.
 */
export function readStart(argv: readonly string[]): StartOptions {
  const optionOf = (name: string) =>
    argv.findLast((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) || undefined
  const port = optionOf('port')
  return {
    home: optionOf('home'),
    library: optionOf('library'),
    port: port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : undefined,
    hidden: argv.includes('--hidden'),
    link: argv.find((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}://`)) ?? null,
  }
}
