import type { Gap, StandardUsage } from '../../src-shared/contract/activity.ts'
import type { MethodName, MethodOutput, MethodParams } from '../../src-shared/contract/contract.ts'
import { PlumblineError } from '../../src-shared/contract/errors.ts'
import { createTemplate, subjectOfCall, type TemplateSubject } from '../../src-shared/standard/template.ts'
import { type FileOperations, SYSTEM_FILES } from './files/file-operations.ts'
import { textOf } from './files/file-text.ts'
import { freeId } from './files/free-id.ts'
import { readDraft } from './files/read-draft.ts'
import { createStandardFiles } from './files/standard-files.ts'
import { createStandardsList } from './list/create-standards-list.ts'
import type { ListedLibrary } from './list/listed-library.ts'

type StandardsMethod = Extract<MethodName, `standards.${string}`> | 'errors.lines'

/** What answers the Standards view, and shows the lines around a failure. */
export type StandardsHandlers = {
  readonly [Name in StandardsMethod]: (
    params: MethodParams<Name>,
  ) => MethodOutput<Name> | Promise<MethodOutput<Name>>
}

/** What the Standards view stands on. What a host cannot do is absent. */
export interface StandardsDeps {
  readonly library: () => ListedLibrary
  /** The library folder, which can become another one. */
  readonly root: () => string
  /** Times that each standard was asked for, by id. Called for each page of the list: keep it. */
  readonly usage: () => ReadonlyMap<string, number>
  readonly standardUsage: (id: string, days: number) => StandardUsage
  readonly gapOf: (id: string) => Gap | null
  /** Puts a file into the system's trash; where it throws, the library's own takes it. */
  readonly trash?: ((file: string) => Promise<void>) | undefined
  readonly reveal?: ((file: string) => Promise<void>) | undefined
  readonly openFile?: ((file: string, line: number | null) => Promise<void>) | undefined
  /** Absent: the system's. */
  readonly files?: FileOperations | undefined
}

export function createStandardsHandlers(deps: StandardsDeps): StandardsHandlers {
  const { library } = deps
  const shelf = createStandardsList(deps)
  const files = createStandardFiles({
    root: deps.root,
    pathOf: (id) => known(() => library().pathOf(id)),
    trash: deps.trash,
    files: deps.files ?? SYSTEM_FILES,
  })

  function subject(params: MethodParams<'standards.template'>): TemplateSubject {
    const gap = params.gap === undefined ? null : deps.gapOf(params.gap)
    const asked = gap ? subjectOfCall(gap.args) : {}
    const given = Object.entries(params).filter(
      ([key, value]) => key !== 'gap' && value !== undefined && value !== '',
    )
    const all: TemplateSubject = { ...asked, ...Object.fromEntries(given) }
    const { language, domain } = all
    return {
      ...all,
      language: language && (known(() => library().resolveLanguage(language)) ?? language),
      domain: domain && (known(() => library().resolveDomain(domain)) ?? domain),
    }
  }

  return {
    'standards.list': (query) => shelf.page(query),
    'standards.complete': ({ text, limit }) => shelf.complete(text, limit),
    'standards.get': ({ id }) => library().view(id),
    'standards.usage': ({ id, days }) => deps.standardUsage(id.normalize('NFC'), days),
    async 'standards.draft'({ id }) {
      const opened = await files.open(id)
      return opened && readDraft(opened)
    },
    'standards.save': ({ id, text, version }) => files.save(id, text, version),
    'standards.create': ({ id, text }) => files.create(id, text),
    'standards.duplicate': ({ id, to }) => files.duplicate(id, to),
    'standards.move': ({ id, to }) => files.move(id, to),
    'standards.remove': ({ id }) => files.remove(id),
    'standards.restore': ({ undo }) => files.restore(undo),
    async 'standards.template'(params) {
      const { ids, text } = createTemplate(subject(params))
      return { id: await freeId(files, ids), text }
    },
    async 'standards.reveal'({ id }) {
      if (!deps.reveal) throw notHere('show files in a file manager')
      await deps.reveal(await files.absolute(id))
      return null
    },
    async 'standards.openOutside'({ id, line }) {
      if (!deps.openFile) throw notHere('open files in another program')
      await deps.openFile(await files.absolute(id), line ?? null)
      return null
    },
    async 'errors.lines'({ id, line, around }) {
      try {
        const opened = await files.open(id)
        return opened && linesAround(textOf(opened.file), line, around)
      } catch (error) {
        // The failure may be about a folder, a link or a file that is no text.
        if (error instanceof PlumblineError) return null
        throw error
      }
    },
  }
}

function linesAround(text: string, line: number, around: number): MethodOutput<'errors.lines'> {
  const all = text.split('\n')
  if (line > all.length) return null
  const first = Math.max(1, line - around)
  return { first, lines: all.slice(first - 1, line + around) }
}

/** What the index says; `null` while it cannot be read, which must not keep anyone from their files. */
function known<T>(ask: () => T | null): T | null {
  try {
    return ask()
  } catch (error) {
    if (error instanceof PlumblineError) return null
    throw error
  }
}

function notHere(what: string): PlumblineError {
  return new PlumblineError(
    'not-here',
    `Plumbline cannot ${what} from here.`,
    'Copy the path and open the file on the machine where Plumbline runs.',
  )
}
