import type { Gap, StandardUsage } from '../../src-shared/contract/activity.ts'
import type { MethodOutput, MethodParams } from '../../src-shared/contract/contract.ts'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { createTemplate, subjectOfCall, type TemplateSubject } from '../../src-shared/standard/template.ts'
import { userHome } from '../base/home.ts'
import { type HostPort, notSupported } from '../base/host-port.ts'
import type { Logger } from '../base/log.ts'
import type { Handlers, HandlersOf } from '../base/window-call-handlers.ts'
import { readDefaultsOf, saveDefaultsOf } from './files/defaults-files.ts'
import { type FileOperations, SYSTEM_FILES } from './files/file-operations.ts'
import { textOf } from './files/file-text.ts'
import { inspectFolder } from './files/inspect-folder.ts'
import { folderOfText, prepareLibraryFolder } from './files/library-folder.ts'
import { emptyTrash, inspectTrash } from './files/library-trash.ts'
import { readDraft } from './files/read-draft.ts'
import { StandardFiles } from './files/standard-files.ts'
import { inspectStarters, keepStarters } from './files/starter-standards.ts'
import type { Library, OpenLibrary } from './library.ts'
import { createStandardsList } from './list/standards-list.ts'
import { pathOfStandard, viewStandard } from './view-standard.ts'
import { fillLibrary } from './watch/fill-library.ts'

export interface LibraryHandlersDeps {
  readonly core: {
    readonly root: string
    readonly isLibraryFixed: boolean
    readonly home: { readonly defaultLibrary: string }
    readonly settings: { change(change: { readonly library: string | null }): unknown }
    reindex(force: boolean): ReturnType<OpenLibrary['reindex']>
  }
  readonly host: Pick<HostPort, 'pickFolder' | 'reveal'>
  /** The folder that fills a new library. */
  readonly starterStandards: string
  readonly log: Logger
}

/**
 * Answers the window calls about the library folder.
 * @param trashChanged called after files were deleted from the trash
 */
export function createLibraryHandlers(
  { core, host, starterStandards, log }: LibraryHandlersDeps,
  trashChanged: () => void,
): HandlersOf<'library'> & HandlersOf<'folders'> & HandlersOf<'welcome'> {
  /** Leaves only the chosen groups of starter standards in the home's own library, which may be filled by then. */
  async function chooseStarters(groups: ReadonlySet<string>): Promise<void> {
    const library = core.home.defaultLibrary
    fillLibrary(starterStandards, library, log)
    try {
      await keepStarters(starterStandards, library, groups)
    } catch (error) {
      throw new PlumblineError(
        'file-unusable',
        `Not all starter standards that were not chosen could be removed (${describeError(error)}).`,
        'Check who may write in the library, then try again.',
      )
    }
  }

  return {
    'folders.inspect': ({ path }) => inspectFolder(path === undefined ? userHome() : folderOfText(path)),
    async 'folders.pick'({ title }) {
      if (!host.pickFolder) throw notSupported("has no folder dialogue of the system's")
      const path = await host.pickFolder(title)
      return path === null ? null : { path }
    },
    async 'library.use'({ path, create, starters }) {
      if (core.isLibraryFixed) {
        throw new PlumblineError(
          'not-here',
          `Plumbline was started for the library ${core.root} (--library or PLUMBLINE_LIBRARY).`,
          'Start it without that to choose the folder here.',
        )
      }
      const folder = path === null ? null : folderOfText(path)
      if (folder !== null) await prepareLibraryFolder(folder, create)
      else if (starters) await chooseStarters(new Set(starters))
      core.settings.change({ library: folder })
      return null
    },
    async 'library.reindex'({ force }) {
      const { read, removed } = await core.reindex(force)
      return { changed: read + removed }
    },
    'library.trash': () => inspectTrash(SYSTEM_FILES, core.root),
    async 'library.emptyTrash'() {
      try {
        return { files: await emptyTrash(SYSTEM_FILES, core.root) }
      } catch (error) {
        throw new PlumblineError(
          'file-unusable',
          `Not all files in the trash of the library could be deleted (${describeError(error)}).`,
          'Check who may write in the library, then try again.',
        )
      } finally {
        trashChanged()
      }
    },
    async 'library.reveal'() {
      if (!host.reveal) throw notSupported('cannot open a file manager')
      await host.reveal(core.root)
      return null
    },
    'welcome.inspect': async () => ({
      ...(await inspectStarters(starterStandards)),
      folder: core.home.defaultLibrary,
    }),
  }
}

/** Functions that the host lacks are absent. */
export interface StandardsHandlersDeps {
  readonly library: Pick<Library, 'resolveLanguage' | 'resolveDomain'>
  readonly index: OpenLibrary['index']
  /** Returns the number of requests for each standard, by id. Called for each page of the list, so it must be fast. */
  readonly usage: () => ReadonlyMap<string, number>
  readonly standardUsage: (id: string, days: number) => StandardUsage
  readonly gapOf: (id: string) => Gap | null
  /** Moves a file to the trash of the system. When it throws, the file goes to the trash of the library. */
  readonly trash?: ((file: string) => Promise<void>) | undefined
  readonly reveal?: ((file: string) => Promise<void>) | undefined
  readonly openFile?: ((file: string, line: number | null) => Promise<void>) | undefined
  /** Absent: those of the system. */
  readonly files?: FileOperations | undefined
}

/** Answers the window calls about standards and their files. */
export function createStandardsHandlers(
  deps: StandardsHandlersDeps,
): HandlersOf<'standards'> & Pick<Handlers, 'errors.lines'> {
  const { library, index } = deps
  const list = createStandardsList({ index, usage: deps.usage })
  const files = new StandardFiles({
    root: index.root,
    pathOf: (id) => nullWhileUnreadable(() => index.read((reader) => pathOfStandard(reader, id))),
    trash: deps.trash,
    files: deps.files ?? SYSTEM_FILES,
  })

  function templateSubject(params: MethodParams<'standards.template'>): TemplateSubject {
    const gap = params.gap === undefined ? null : deps.gapOf(params.gap)
    const given = Object.entries(params).filter(
      ([key, value]) => key !== 'gap' && value !== undefined && value !== '',
    )
    const subject: TemplateSubject = {
      ...(gap ? subjectOfCall(gap.args) : {}),
      ...Object.fromEntries(given),
    }
    const { language, domain } = subject
    return {
      ...subject,
      language: language && (nullWhileUnreadable(() => library.resolveLanguage(language)) ?? language),
      domain: domain && (nullWhileUnreadable(() => library.resolveDomain(domain)) ?? domain),
    }
  }

  return {
    'standards.list': (query) => list.page(query),
    'standards.complete': ({ text, limit }) => list.complete(text, limit),
    'standards.get': ({ id }) => index.read((reader) => viewStandard(reader, id)),
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
    'standards.defaults': ({ folder }) => readDefaultsOf(files, folder),
    async 'standards.saveDefaults'({ folder, defaults, version }) {
      await saveDefaultsOf(files, folder, defaults, version)
      return null
    },
    async 'standards.template'(params) {
      const { ids, text } = createTemplate(templateSubject(params))
      return { id: await files.freeId(ids), text }
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
        // An error of the error log may be about a folder, a link or a file that is not text.
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

/** Files can be edited while the index cannot be read. */
function nullWhileUnreadable<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof PlumblineError) return null
    throw error
  }
}

function notHere(action: string): PlumblineError {
  return new PlumblineError(
    'not-here',
    `Plumbline cannot ${action} from here.`,
    'Copy the path and open the file on the machine where Plumbline runs.',
  )
}
