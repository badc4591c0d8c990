import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { cannot } from '../app/app-handlers.ts'
import type { WindowDeps } from '../app/window-deps.ts'
import type { HandlersOf } from '../base/window-call-handlers.ts'
import { SYSTEM_FILES } from './files/file-operations.ts'
import { inspectFolder, listFolder } from './files/inspect-folder.ts'
import { emptyTrash, inspectTrash } from './files/library-trash.ts'

/** Which folder is the library. */
export function createLibraryHandlers(
  { core, host }: Pick<WindowDeps, 'core' | 'host'>,
  changed: () => void,
): HandlersOf<'library'> & HandlersOf<'folders'> {
  return {
    'folders.look': ({ path }) => inspectFolder(path === undefined ? homedir() : readPath(path)),
    async 'folders.pick'({ title }) {
      if (!host.pickFolder) throw cannot("has no folder dialogue of the system's")
      const path = await host.pickFolder(title)
      return path === null ? null : { path }
    },
    async 'library.use'({ path, create }) {
      if (core.isLibraryFixed) {
        throw new PlumblineError(
          'not-here',
          `Plumbline was started for the library ${core.root} (--library or PLUMBLINE_LIBRARY).`,
          'Start it without that to choose the folder here.',
        )
      }
      const folder = path === null ? null : readPath(path)
      if (folder !== null) await makeUsable(folder, create)
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
          `The trash of the library could not be emptied whole (${describeError(error)}).`,
          'Look at who may write in the library, then try again.',
        )
      } finally {
        changed()
      }
    },
    async 'library.reveal'() {
      if (!host.reveal) throw cannot('cannot open a file manager')
      await host.reveal(core.root)
      return null
    },
  }
}

/** `~` is the user's folder, as people type it. @throws PlumblineError `path-unusable` when it is not a whole path */
function readPath(text: string): string {
  const trimmed = text.trim()
  const path = /^~(?=$|[/\\])/.test(trimmed) ? join(homedir(), trimmed.slice(1)) : trimmed
  if (!isAbsolute(path) || path.includes('\0'))
    throw unusable(`“${text}” is not the whole path of a folder.`, 'Begin with / or a drive, or with ~.')
  const normal = normalize(path)
  return normal.length > 1 && dirname(normal) !== normal ? normal.replace(/[/\\]+$/, '') : normal
}

async function makeUsable(folder: string, create: boolean): Promise<void> {
  if (dirname(folder) === folder) throw unusable(`${folder} is the whole disk.`, 'Choose a folder in it.')
  // Tells what cannot be listed before everything is changed over to it.
  if ((await listFolder(folder)) !== null) return
  if (!create) throw unusable(`There is no folder ${folder}.`, 'Create it, or choose another one.')
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw unusable(`The folder ${folder} cannot be made (${describeError(error)}).`, 'Choose another place.')
  }
}

function unusable(what: string, remedy: string): PlumblineError {
  return new PlumblineError('path-unusable', what, remedy)
}
