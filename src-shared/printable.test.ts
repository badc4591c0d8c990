import { expect, it } from 'vitest'
import { printable, printableInLine } from './printable.ts'

const HOSTILE = '\u001b]52;c;ZXZpbA==\u0007 \u009b31m \u202e \u{E0049} \u200b \u0000 \ud800'

it('escapes what a terminal would obey', () => {
  expect(printable(HOSTILE)).toBe(
    '\\u001b]52;c;ZXZpbA==\\u0007 \\u009b31m \\u202e \\udb40\\udc49 \\u200b \\u0000 \\ud800',
  )
  expect(printable('a\rb\r\nc\td\n')).toBe('a\\u000db\r\nc\td\n')
  expect(printableInLine('a\r\nb\tc')).toBe('a\\u000d\\u000ab\\u0009c')
})

it('leaves ordinary text as it is', () => {
  const text = 'Ärger, 规范, 👩‍💻, می‌خواهم, “x” → y\n'
  expect(printable(text)).toBe(text)
})

it('keeps JSON valid and of the same value', () => {
  const value = { [HOSTILE]: [HOSTILE, '\u2028', '"\\'] }
  const json = printable(JSON.stringify(value, null, 2))
  expect(JSON.parse(json)).toEqual(value)
  expect(json).toMatch(/^[ -~\n]*$/)
})
