import { readFileSync } from 'node:fs'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was, and what it showed. */
export interface WindowState {
  /** `null`: it was never placed. */
  readonly bounds: Rectangle | null
  readonly maximized: boolean
  /** A path of the window. */
  readonly view: string
}

export const MINIMUM_SIZE = { width: 760, height: 480 } as const
const USUAL = { width: 1280, height: 800 } as const
/** So much of the title bar has to be on a screen, that one can take hold of it. */
const GRIP = { width: 120, height: 24 } as const

const NOWHERE: WindowState = { bounds: null, maximized: false, view: '/' }

/** What was kept; a file that cannot be read is no loss. */
export function readWindowState(file: string): WindowState {
  try {
    const { bounds, maximized, view } = JSON.parse(readFileSync(file, 'utf8'))
    return {
      bounds: isRectangle(bounds) ? bounds : null,
      maximized: maximized === true,
      view: typeof view === 'string' && /^\/(?!\/)/.test(view) ? view : '/',
    }
  } catch {
    return NOWHERE
  }
}

export function saveWindowState(file: string, place: WindowState): void {
  writeAtomically(file, `${JSON.stringify(place)}\n`)
}

/**
 * Where the window is to be: where it was, if it can be seen and moved there, else in the middle of the first screen.
 * @param screens the parts of the screens that windows may cover, the main one first
 */
export function fitToDisplays(screens: readonly Rectangle[], wanted: Rectangle | null): Rectangle {
  const main = screens[0] ?? { x: 0, y: 0, ...USUAL }
  const screen = wanted && screens.find((one) => canBeMoved(wanted, one))
  if (!screen) {
    const { width, height } = fitInto(main, wanted ?? USUAL)
    const x = main.x + Math.round((main.width - width) / 2)
    const y = main.y + Math.round((main.height - height) / 2)
    return { x, y, width, height }
  }
  return { x: wanted.x, y: wanted.y, ...fitInto(screen, wanted) }
}

function fitInto(screen: Rectangle, size: { readonly width: number; readonly height: number }) {
  return {
    width: Math.max(MINIMUM_SIZE.width, Math.min(size.width, screen.width)),
    height: Math.max(MINIMUM_SIZE.height, Math.min(size.height, screen.height)),
  }
}

function canBeMoved({ x, y, width }: Rectangle, screen: Rectangle): boolean {
  const visible = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return visible >= GRIP.width && y >= screen.y && y + GRIP.height <= screen.y + screen.height
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Record<string, unknown>
  return (
    [x, y, width, height].every((one) => Number.isSafeInteger(one)) && Number(width) > 0 && Number(height) > 0
  )
}
