import { act, screen, waitFor } from '@testing-library/react'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MethodOutput } from '../../src-shared/contract/contract.ts'
import { drawPart } from '../testing/open-window.tsx'
import { type Engine, startEngine } from '../testing/start-engine.ts'
import { type Pages, usePages } from './use-pages.ts'

const ids = Array.from({ length: 250 }, (_, at) => `part-${String(at).padStart(3, '0')}.md`)

let engine: Engine
beforeAll(async () => {
  engine = await startEngine(Object.fromEntries(ids.map((id) => [id, `# ${id}\n`])))
})
afterAll(() => engine.close())

type Page = MethodOutput<'standards.list'>
let pages: Pages<Page, Page['rows'][number]>

function List() {
  pages = usePages(
    'standards.list',
    (page) => ({ filter: {}, order: 'path', ...page }),
    (output) => output.rows,
    'library',
  )
  return <p>{pages.first?.total ?? 'nothing yet'}</p>
}

it('fetches the pages in view by offset, keeps the first, and asks again when the area changes', async () => {
  drawPart(engine.host.bridge, <List />)
  await screen.findByText('250')
  expect([0, 99, 100, 249].map((at) => pages.rowAt(at)?.id)).toEqual([ids[0], ids[99], undefined, undefined])
  act(() => pages.onRange(90, 110))
  await waitFor(() => expect(pages.rowAt(100)?.id).toBe(ids[100]))
  act(() => pages.onRange(205, 225))
  await waitFor(() => expect(pages.rowAt(249)?.id).toBe(ids[249]))
  expect(pages.rowAt(0)?.id).toBe(ids[0])
  expect(pages.rowAt(100)).toBeUndefined()
  expect(pages.rowAt(250)).toBeUndefined()

  engine.library.write('a-new-one.md', '# New\n')
  await screen.findByText('251')
  await waitFor(() => expect(pages.rowAt(250)?.id).toBe(ids[249]))
  expect([pages.stale, pages.error]).toEqual([false, null])
})
