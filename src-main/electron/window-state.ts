import { readFileSync } from 'node:fs'
import { writeAtomically } from '../../src-core/base/write-atomically.ts'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Position, size and path of the window. */
export interface WindowState {
  /** `null`: the window was never moved. */
  readonly bounds: Rectangle | null
  readonly maximized: boolean
  /** A path of the window. */
  readonly view: string
}

export const MINIMUM_SIZE = { width: 760, height: 480 } as const
const DEFAULT_SIZE = { width: 1280, height: 800 } as const
/** The part of the title bar that has to be on a screen, so that the user can drag the window. */
const DRAGGABLE = { width: 120, height: 24 } as const

const NO_STATE: WindowState = { bounds: null, maximized: false, view: '/' }

/** Reads the saved state; the defaults when the file cannot be read. */
export function readWindowState(file: string): WindowState {
  try {
    const { bounds, maximized, view } = JSON.parse(readFileSync(file, 'utf8'))
    return {
      bounds: isRectangle(bounds) ? bounds : null,
      maximized: maximized === true,
      view: typeof view === 'string' && /^\/(?!\/)/.test(view) ? view : '/',
    }
  } catch {
    return NO_STATE
  }
}

export function saveWindowState(file: string, state: WindowState): void {
  writeAtomically(file, `${JSON.stringify(state)}\n`)
}

/**
 * Returns the bounds of the window: the wanted ones, if the user could see and drag the window there, else the middle of the main
 * screen.
 * @param screens the work areas of the screens, the main screen first
 */
export function fitToDisplays(screens: readonly Rectangle[], wanted: Rectangle | null): Rectangle {
  const main = screens[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  const screen = wanted && screens.find((area) => isDraggable(wanted, area))
  if (!screen) {
    const { width, height } = fitInto(main, wanted ?? DEFAULT_SIZE)
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

function isDraggable({ x, y, width }: Rectangle, screen: Rectangle): boolean {
  const visible = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return visible >= DRAGGABLE.width && y >= screen.y && y + DRAGGABLE.height <= screen.y + screen.height
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Record<string, unknown>
  return (
    [x, y, width, height].every((number) => Number.isSafeInteger(number)) &&
    Number(width) > 0 &&
    Number(height) > 0
  )
}
