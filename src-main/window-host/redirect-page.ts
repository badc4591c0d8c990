import { execFile } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Home, homeUnusable, userHomeOrNone } from '../../src-core/base/home.ts'

/** The name of the page in the folder of a browser that cannot read the home. */
const NAME = 'plumbline-window.html'
const QUERY_TIMEOUT_MS = 2_000

/**
 * Writes a page that leads to the window, readable by the user only. The command line of a browser can be read by every user of
 * the machine, so it gets the path of this page and not the address with its token.
 * @param address the window's address, with the token in its fragment
 * @returns the path of the page
 * @throws PlumblineError `home-unusable`
 */
export async function writeRedirectPage(home: Home, address: string): Promise<string> {
  const file = (await pageForConfinedBrowser()) ?? home.redirectPage
  const target = address.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  try {
    // An existing page could belong to an earlier token, and have another mode.
    rmSync(file, { force: true })
    writeFileSync(file, pageTo(target), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw homeUnusable(`The page ${file}, which opens the window, cannot be written`, error)
  }
  return file
}

/** Removes the pages that {@link writeRedirectPage} writes. */
export function removeRedirectPages(home: Home): void {
  rmSync(home.redirectPage, { force: true })
  for (const browser of SNAPS) rmSync(join(snapFolder(browser), NAME), { force: true })
}

/** Browsers that Linux distributions ship as snaps. A snap cannot read hidden folders of the user, such as `~/.plumbline`. */
const SNAPS = ['firefox', 'chromium', 'brave', 'opera']

function snapFolder(browser: string): string {
  return join(userHomeOrNone(), 'snap', browser, 'common')
}

async function pageForConfinedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux' || !SNAPS.some((browser) => existsSync(snapFolder(browser)))) return null
  // The desktop file of a snap is named after the snap and its program: firefox_firefox.desktop.
  const browser = /^([a-z]+)_\w+\.desktop/.exec(await defaultBrowser())?.[1] ?? ''
  return SNAPS.includes(browser) && existsSync(snapFolder(browser)) ? join(snapFolder(browser), NAME) : null
}

function defaultBrowser(): Promise<string> {
  return new Promise((resolve) => {
    const args = ['get', 'default-web-browser']
    execFile('xdg-settings', args, { timeout: QUERY_TIMEOUT_MS }, (error, output) =>
      resolve(error ? '' : output),
    )
  })
}

function pageTo(target: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${target}">
<title>Plumbline</title>
<p><a href="${target}">Open Plumbline</a></p>
</html>
`
}
