import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatMs,
  formatPercent,
  formatRate,
  formatShortDate,
  formatShortTime,
  formatSpan,
  formatTimeMs,
  shortenPath,
} from './format.ts'

describe('format', () => {
  it.each([
    [1, 'standard', undefined, '1 standard'],
    [0, 'standard', undefined, '0 standards'],
    [6_412, 'entry', 'entries', '6,412 entries'],
  ])('writes %d %s', (value, singular, plural, text) =>
    expect(formatCount(value, singular, plural)).toBe(text),
  )

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KB'],
    [8_397, '8.2 KB'],
    [421_888, '412 KB'],
    [1_048_575, '1.0 MB'],
    [1_258_291, '1.2 MB'],
    [5 * 1_024 ** 4, '5.0 TB'],
  ])('writes %i bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [90, '0.09'],
    [1_840, '1.84'],
    [9_996, '10.0'],
    [12_340, '12.3'],
    [1_204_000, '1,204'],
  ])('writes %i microseconds as %s ms', (micros, text) => expect(formatMs(micros)).toBe(text))

  it.each([
    [840, '0.84 ms'],
    [99_999, '100 ms'],
    [100_000, '0.1 s'],
    [12_340_000, '12.3 s'],
  ])('writes a duration of %i microseconds as %s', (micros, text) =>
    expect(formatDuration(micros)).toBe(text),
  )

  it.each([
    [0, '0'],
    [0.04, '0.0'],
    [18.44, '18.4'],
    [99.96, '100'],
    [1_240, '1,240'],
  ])('writes the rate %s as %s', (rate, text) => expect(formatRate(rate)).toBe(text))

  it('writes short times and dates', () => {
    const at = new Date(2026, 10, 2, 4, 5, 6).getTime()
    expect([formatShortTime(at), formatShortDate(at)]).toEqual(['04:05', '2 Nov'])
  })

  it.each([
    [null, '–'],
    [0, '0'],
    [0.024, '2.4'],
    [0.63, '63'],
    [0.9999, '99'],
    [1, '100'],
  ])('writes the ratio %s as %s', (ratio, text) => expect(formatPercent(ratio)).toBe(text))

  it.each([
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [13.9 * 86_400_000, '13 d'],
    [21 * 86_400_000, '3 w'],
    [64 * 86_400_000, '2 mo'],
    [400 * 86_400_000, '1 y'],
  ])('writes %i ms as %s', (ms, text) => expect(formatSpan(ms)).toBe(text))

  it('writes milliseconds with three digits', () => {
    expect(formatTimeMs(new Date(2026, 10, 20, 14, 32, 7, 18).getTime())).toBe('14:32:07.018')
  })

  it('shortens only what is in the user’s folder', () => {
    expect(shortenPath('/home/mira/work', '/home/mira')).toBe('~/work')
    expect(shortenPath('/home/mira', '/home/mira')).toBe('~')
    expect(shortenPath('/home/mirabel/work', '/home/mira')).toBe('/home/mirabel/work')
    expect(shortenPath('C:\\Users\\m\\x', 'C:\\Users\\m')).toBe('~\\x')
  })

  it('writes a past duration', () => expect(formatAgo(61_000)).toBe('1 min ago'))
})
