import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import '@testing-library/jest-dom/vitest'
import { LIMIT_MS } from '../../src-core/testing/temp-library.ts'
import { completePage } from './page-layout.ts'

completePage()
configure({
  // For a machine with much else to do: a wait ends when its condition is true.
  asyncUtilTimeout: LIMIT_MS,
  // Drawing the whole page for every look that finds nothing yet would take most of the time.
  getElementError: (message) => new Error(`${message?.split('\n', 1)[0]}\nThe page says: ${wordsOfPage()}`),
})

function wordsOfPage(): string {
  const parts = document.body.querySelectorAll('main, footer, [role=dialog], [role=menu], .toast-done')
  return [...parts].map((part) => part.textContent).join('\n')
}

const { closeWindow } = await import('./open-window.tsx')
const faults: string[] = []

addEventListener('error', ({ error, message }) => faults.push(String(error?.stack ?? message)))
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((...parts) => faults.push(parts.join(' ')))
})
// As in a browser: a page that throws, or writes an error into the console, fails its test.
afterEach(() => {
  closeWindow()
  cleanup()
  localStorage.clear()
  vi.restoreAllMocks()
  expect(faults.splice(0)).toEqual([])
})
