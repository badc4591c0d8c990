import { mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPage } from '../testing/open-window.tsx'
import { type Engine, startEngine } from '../testing/start-engine.ts'

let engine: Engine
beforeEach(async () => {
  engine = await startEngine({ 'a.md': '# Apple\n' })
})
afterEach(() => engine.close())

it.skipIf(process.platform === 'win32')('stands above every view while nothing can be indexed', async () => {
  openPage(engine.host.bridge, '/standards')
  await screen.findByText('Serving')
  expect(screen.queryByRole('alert')).toBeNull()
  const lease = join(engine.library.home, 'lease.db')
  rmSync(lease)
  mkdirSync(lease)
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /cannot write to its folder .* Make it writable .* answers come from the index as it is/,
  )
  expect(screen.getByText('Indexing failed')).toBeTruthy()
  rmdirSync(lease)
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  await screen.findByText('Serving')
})
