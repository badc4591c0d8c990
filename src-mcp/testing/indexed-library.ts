import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openActivity } from '../../src-core/activity/open-activity.ts'
import type { HostCore } from '../../src-core/app/create-host-core.ts'
import { ResponseCache } from '../../src-core/cache/cache.ts'
import { IndexHandle } from '../../src-core/library/index/index-handle.ts'
import { createIndexSource } from '../../src-core/library/index/index-source.ts'
import { IndexWriter } from '../../src-core/library/index/index-writer.ts'
import { openIndexForWriting } from '../../src-core/library/index/open-index.ts'
import { createLibrary } from '../../src-core/library/library.ts'
import { reconcile } from '../../src-core/library/watch/reconcile.ts'
import { SettingsSchema } from '../../src-shared/contract/settings.ts'

/** A folder with standards, its real index, and the part of a core that the MCP server uses. */
export interface IndexedLibrary {
  readonly core: Pick<
    HostCore,
    'library' | 'cache' | 'activity' | 'whenFresh' | 'onIndexChange' | 'isIndexing' | 'reindex'
  >
  /** Writes files (`null` deletes one), indexes them and calls the listeners. */
  write(files: Readonly<Record<string, string | null>>): Promise<void>
  close(): Promise<void>
}

/** Indexes in this process, so that a test does not wait for a worker. */
export async function openIndexedLibrary(files: Readonly<Record<string, string>>): Promise<IndexedLibrary> {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-mcp-'))
  const root = join(home, 'standards')
  const file = join(home, 'index.db')
  mkdirSync(root)
  const db = openIndexForWriting(file, undefined, () => {})
  const writer = new IndexWriter(db)
  const handle = new IndexHandle(file, undefined)
  const listeners = new Set<() => void>()

  async function write(changes: Readonly<Record<string, string | null>>): Promise<void> {
    for (const [path, text] of Object.entries(changes)) writeOrRemove(join(root, path), text)
    await reconcile({ root, writer, signal: new AbortController().signal, onProgress: () => {} })
    writer.setProgress({ state: 'watching' })
    for (const listener of listeners) listener()
  }

  writer.setMeta('library', root)
  const settings = SettingsSchema.parse({})
  const cache = new ResponseCache({
    index: handle,
    indexDb: file,
    nativeBinding: undefined,
    root: () => root,
    settings: () => settings.cache,
    log: () => {},
  })
  const activity = openActivity({
    file: join(home, 'activity.db'),
    nativeBinding: undefined,
    settings: () => settings.activity,
    log: () => {},
  })
  await write(files)
  return {
    core: {
      library: createLibrary(createIndexSource(handle, () => root)),
      cache,
      activity,
      whenFresh: async () => {},
      isIndexing: () => true,
      reindex: (force, signal = new AbortController().signal, onProgress = () => {}) =>
        reconcile({ root, writer, signal, onProgress, force }),
      onIndexChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    write,
    async close() {
      cache.close()
      await activity.close()
      handle.close()
      db.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Writes a file, or deletes it (`null`). */
export function writeOrRemove(path: string, text: string | null): void {
  if (text === null) {
    rmSync(path, { force: true })
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A small library in several programming languages. */
export const SAMPLE: Readonly<Record<string, string>> = {
  'python/testing.md': [
    '---',
    'title: Python testing',
    'description: How we test Python',
    'tags: [testing, pytest]',
    "updatedAt: '2026-01-02T03:04:05.000Z'",
    '---',
    '# Python testing',
    '',
    'Write tests first.',
    '',
    '## Fixtures',
    '',
    'Keep fixtures small.',
    '',
    '### Scopes',
    '',
    'Prefer function scope.',
    '',
    '## Checklist',
    '',
    '- [ ] Every bug has a test',
    '- [x] No sleeping in tests',
    '',
  ].join('\n'),
  'python/security.md':
    '# Python security\n\nNever unpickle what a stranger sent.\n\n- [ ] Secrets stay out of the code\n',
  'go/testing.md': '# Go testing\n\nTable-driven tests.\n\n## Naming\n\nTest_snake_case is not Go.\n',
  'review.md': '# Code review\n\nBe kind.\n',
}
