import { LINK_SCHEME } from './app-links.ts'

/** The options on the app's command line. */
export interface DesktopStartOptions {
  readonly home?: string | undefined
  readonly library?: string | undefined
  readonly port?: number | undefined
  /** True: the window is not shown before the user opens it. */
  readonly hidden: boolean
  /** A `plumbline://` link to open. */
  readonly link: string | null
}

/**
 * Reads Plumbline's options and ignores all others: Chromium has hundreds, and adds some to the arguments of a second start.
 * Only the form `--name=value` is read, because Chromium moves a value that follows its switch.
 */
export function readStart(argv: readonly string[]): DesktopStartOptions {
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
