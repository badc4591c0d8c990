import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fitToDisplays, readWindowState, saveWindowState } from './window-state.ts'

const MAIN = { x: 0, y: 25, width: 1440, height: 875 }
const RIGHT = { x: 1440, y: 0, width: 1920, height: 1080 }

describe('fitToDisplays', () => {
  it('keeps the bounds on any screen', () => {
    const there = { x: 1700, y: 100, width: 1000, height: 700 }
    expect(fitToDisplays([MAIN, RIGHT], there)).toEqual(there)
  })

  it('moves a window whose screen is gone', () => {
    const gone = { x: 1700, y: 100, width: 1000, height: 700 }
    expect(fitToDisplays([MAIN], gone)).toEqual({ x: 220, y: 113, width: 1000, height: 700 })
  })

  it.each([
    ['above the screen', { x: 100, y: -400, width: 1000, height: 700 }],
    ['below it', { x: 100, y: 899, width: 1000, height: 700 }],
    ['almost out at the right', { x: 1400, y: 100, width: 1000, height: 700 }],
    ['almost out at the left', { x: -950, y: 100, width: 1000, height: 700 }],
  ])('comes back from %s', (_where, lost) => {
    expect(fitToDisplays([MAIN], lost)).toEqual({ x: 220, y: 113, width: 1000, height: 700 })
  })

  it('limits the size to the screen and to the minimum size', () => {
    expect(fitToDisplays([MAIN], { x: 0, y: 25, width: 4000, height: 3000 })).toEqual(MAIN)
    expect(fitToDisplays([MAIN], { x: 10, y: 50, width: 5, height: 5 })).toMatchObject({
      width: 760,
      height: 480,
    })
  })

  it('centres a new window, and copes with no screen', () => {
    expect(fitToDisplays([MAIN], null)).toEqual({ x: 80, y: 63, width: 1280, height: 800 })
    expect(fitToDisplays([], null)).toMatchObject({ width: 1280, height: 800 })
  })
})

describe('the state file', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-place-'))
    file = join(folder, 'window.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('returns what was saved', () => {
    const place = {
      bounds: { x: 1, y: 2, width: 900, height: 600 },
      maximized: true,
      view: '/errors/7?source=index',
    }
    saveWindowState(file, place)
    expect(readWindowState(file)).toEqual(place)
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"bounds":{"x":"1"},"view":"https://example.org"}',
    '{"view":"//example.org"}',
  ])('with %s in it is no loss', (text) => {
    writeFileSync(file, text)
    expect(readWindowState(file)).toEqual({ bounds: null, maximized: false, view: '/' })
  })

  it('may be missing', () => expect(readWindowState(file).bounds).toBeNull())
})
