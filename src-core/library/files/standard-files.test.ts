import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlumblineError } from '../../../src-shared/contract/errors.ts'
import type { AtomicRenames } from './atomic-rename.ts'
import { type FileOperations, SYSTEM_FILES } from './file-operations.ts'
import { textOf } from './file-text.ts'
import { StandardFiles, type StandardFilesDeps } from './standard-files.ts'

let folder: string
let root: string
let files: StandardFiles

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-editing-'))
  root = join(folder, 'library')
  mkdirSync(root)
  files = open()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (deps: Partial<StandardFilesDeps> = {}) =>
  new StandardFiles({ root: () => root, pathOf: () => null, files: SYSTEM_FILES, ...deps })
const path = (name: string) => join(root, name)
function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), content)
}
const read = (name: string) => readFileSync(path(name), 'utf8')
/** Returns all files in the library, including its trash. */
const all = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
async function opened(id: string) {
  const found = await files.open(id)
  if (!found) throw new Error(`${id} is not there`)
  return { ...found, text: textOf(found.file) }
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => {
      expect(error).toBeInstanceOf(PlumblineError)
      expect(error.message).toMatch(/\.$/)
      expect(error.remedy).toMatch(/^[A-Z].*\.$/)
      return error.code
    },
  )

describe('save', () => {
  it('writes changes and keeps permissions, line ends, byte order mark and final newline', async () => {
    write('a.md', '\uFEFF# A\r\none\r\ntwo')
    chmodSync(path('a.md'), 0o640)
    const { text, version } = await opened('a.md')
    expect(text).toBe('# A\none\ntwo')
    const saved = await files.save('a.md', '# A\nONE\ntwo', version)
    expect(saved.kind).toBe('saved')
    expect(read('a.md')).toBe('\uFEFF# A\r\nONE\r\ntwo')
    expect(statSync(path('a.md')).mode & 0o777).toBe(0o640)
    expect(all()).toEqual(['a.md'])
    expect(saved).toMatchObject({ version: (await opened('a.md')).version })
  })

  it('does not write a file that has the same text', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    const before = statSync(path('a.md')).ino
    expect(await files.save('a.md', '# A\n', version)).toMatchObject({ kind: 'saved', version })
    expect(statSync(path('a.md')).ino).toBe(before)
  })

  it('returns a conflict when the file has changed, and writes nothing', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    write('a.md', '# Theirs\r\n')
    const outcome = await files.save('a.md', '# Mine\n', version)
    expect(outcome).toMatchObject({ kind: 'conflict', theirs: { text: '# Theirs\n' } })
    expect(read('a.md')).toBe('# Theirs\r\n')
    if (outcome.kind !== 'conflict' || !outcome.theirs) throw new Error('no conflict')
    expect(await files.save('a.md', '# Mine\n', outcome.theirs.version)).toMatchObject({ kind: 'saved' })
    expect(read('a.md')).toBe('# Mine\r\n')
  })

  it('saves a text that equals the changed file', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    write('a.md', '# B\r\n')
    expect(await files.save('a.md', '# B\n', version)).toMatchObject({ kind: 'saved' })
    expect(read('a.md')).toBe('# B\r\n')
  })

  it('returns a conflict without their text when the file does not exist', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    rmSync(path('a.md'))
    expect(await files.save('a.md', '# B\n', version)).toEqual({ kind: 'conflict', theirs: null })
    expect(all()).toEqual([])
  })

  it('detects a write between its check and its rename', async () => {
    write('a.md', '# A\n')
    const late = open({
      files: {
        ...SYSTEM_FILES,
        open: async (file, flags, mode) => {
          if (flags === 'wx') writeFileSync(path('a.md'), '# Late\n')
          return SYSTEM_FILES.open(file, flags, mode)
        },
      },
    })
    const { version } = await opened('a.md')
    expect(await late.save('a.md', '# B\n', version)).toMatchObject({
      kind: 'conflict',
      theirs: { text: '# Late\n' },
    })
    expect(read('a.md')).toBe('# Late\n')
    expect(all()).toEqual(['a.md'])
  })

  it('says that a hard link keeps the old text', async () => {
    write('a.md', '# A\n')
    linkSync(path('a.md'), join(folder, 'elsewhere.md'))
    const { version } = await opened('a.md')
    expect(await files.save('a.md', '# B\n', version)).toMatchObject({ kind: 'saved', otherNames: 1 })
    const again = await opened('a.md')
    expect(await files.save('a.md', '# C\n', again.version)).toMatchObject({ otherNames: 0 })
  })

  it('keeps bytes that are not UTF-8, and throws when that is impossible', async () => {
    write('a.md', Buffer.from('# A\nStra\xdfe \xe4\n', 'latin1'))
    const { text, version } = await opened('a.md')
    expect(await codeOf(files.save('a.md', '# A\nStraße \uFFFD\n', version))).toBe('file-unusable')
    expect(await files.save('a.md', text.replace('# A', '# B'), version)).toMatchObject({ kind: 'saved' })
    expect(readFileSync(path('a.md'), 'latin1')).toBe('# B\nStra\xdfe \xe4\n')
  })

  it('throws for a read-only file and does not change it', async () => {
    write('a.md', '# A\n')
    chmodSync(path('a.md'), 0o444)
    const { version } = await opened('a.md')
    expect(await codeOf(files.save('a.md', '# B\n', version))).toBe('file-unusable')
    expect(read('a.md')).toBe('# A\n')
  })

  it('runs changes one after another', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    const outcomes = await Promise.all([
      files.save('a.md', '# B\n', version),
      files.save('a.md', '# C\n', version),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['saved', 'conflict'])
    expect(read('a.md')).toBe('# B\n')
  })
})

/** For disks and systems that cannot exchange files. */
const NO_ATOMIC: AtomicRenames = { exchange: () => false, renameToFree: () => false }

describe('save, while another program writes in the last moment', () => {
  const append = () => writeFileSync(path('a.md'), 'theirs\n', { flag: 'a' })
  const replace = () => {
    writeFileSync(join(folder, 'new'), '# A\ntheirs\n')
    renameSync(join(folder, 'new'), path('a.md'))
  }
  /** Files of which another program changes one directly before ours replaces it. */
  const racing = (change: () => void, atomic: AtomicRenames): FileOperations => ({
    ...SYSTEM_FILES,
    atomic: () => ({
      ...atomic,
      exchange(a, b) {
        change()
        return atomic.exchange(a, b)
      },
    }),
  })

  it.each([
    ['appends', append],
    ['replaces the file', replace],
  ])('keeps what a program wrote that %s', async (_name, change) => {
    for (const atomic of [SYSTEM_FILES.atomic(), NO_ATOMIC]) {
      write('a.md', '# A\n')
      const { version } = await opened('a.md')
      let changes = 0
      const once = () => {
        if (changes++ === 0) change()
      }
      const outcome = await open({ files: racing(once, atomic) }).save('a.md', '# Mine\n', version)
      expect(outcome).toMatchObject({ kind: 'conflict', theirs: { text: '# A\ntheirs\n' } })
      expect(read('a.md')).toBe('# A\ntheirs\n')
      expect(all()).toEqual(['a.md'])
    }
  })

  it.skipIf(process.platform === 'win32')('keeps what is written to the replaced file', async () => {
    for (const atomic of [SYSTEM_FILES.atomic(), NO_ATOMIC]) {
      write('a.md', '# A\n')
      const { version } = await opened('a.md')
      const descriptor = openSync(path('a.md'), 'a')
      // Their program opened the file before ours replaced it, and writes afterwards.
      const late = { ...SYSTEM_FILES, atomic: () => atomic, readFile: SYSTEM_FILES.readFile }
      const inode = statSync(path('a.md')).ino
      const saving = open({ files: late }).save('a.md', '# Mine\n', version)
      while (statSync(path('a.md')).ino === inode) await new Promise((resolve) => setImmediate(resolve))
      writeSync(descriptor, 'theirs\n')
      closeSync(descriptor)
      expect(await saving).toMatchObject({ kind: 'conflict', theirs: { text: '# A\ntheirs\n' } })
      expect(read('a.md')).toBe('# A\ntheirs\n')
      expect(all()).toEqual(['a.md'])
    }
  })

  it('keeps a third version that comes while the second gets its name back', async () => {
    write('a.md', '# A\n')
    const { version } = await opened('a.md')
    const atomic = SYSTEM_FILES.atomic()
    let calls = 0
    const change = () => {
      calls++
      if (calls === 1) append()
      if (calls !== 2) return
      writeFileSync(join(folder, 'new'), '# Third\n')
      renameSync(join(folder, 'new'), path('a.md'))
    }
    const outcome = await open({ files: racing(change, atomic) }).save('a.md', '# Mine\n', version)
    expect(outcome.kind).toBe('conflict')
    // The lines that the second one added are behind the third, which did not have them.
    expect(read('a.md')).toBe('# Third\ntheirs\n')
    expect(all()).toEqual(['a.md'])
  })
})

/** Files of a process that ends before the operation with the number `at`: nothing after it happens. */
function killed(
  at: number,
  atomic: AtomicRenames,
): { files: FileOperations; ended: Promise<void>; count: () => number } {
  let count = 0
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const step =
    <Arguments extends unknown[], Result>(run: (...args: Arguments) => Promise<Result>) =>
    (...args: Arguments): Promise<Result> => {
      if (count++ < at) return run(...args)
      end()
      return new Promise(() => {})
    }
  const { link, mkdir, rename, unlink, rmdir } = SYSTEM_FILES
  const files: FileOperations = {
    ...SYSTEM_FILES,
    atomic: () => atomic,
    link: step(link),
    mkdir: step(mkdir),
    rename: step(rename),
    unlink: step(unlink),
    rmdir: step(rmdir),
    open: step(SYSTEM_FILES.open),
  }
  return { files, ended, count: () => count }
}

describe('when the process is killed', () => {
  const OLD = '# Old\n\ntext\n'
  const NEW = '# New\n\ntext\n'
  const actions: [string, (own: StandardFiles, version: string) => Promise<unknown>][] = [
    ['save', (own, version) => own.save('a.md', NEW, version)],
    ['create', (own) => own.create('new/b.md', NEW)],
    ['duplicate', (own) => own.duplicate('a.md', 'b.md')],
    ['move', (own) => own.move('a.md', 'moved/c.md')],
    ['remove', (own) => own.remove('a.md')],
  ]
  it.each(actions)('%s leaves whole files only, and loses none', async (name, act) => {
    for (const atomic of [SYSTEM_FILES.atomic(), NO_ATOMIC]) {
      for (let at = 0; ; at++) {
        rmSync(root, { recursive: true })
        write('a.md', OLD)
        const { version } = await opened('a.md')
        const { files: own, ended, count } = killed(at, atomic)
        await Promise.race([act(open({ files: own }), version), ended])
        const standards = all().filter((each) => each.endsWith('.md'))
        for (const each of standards) expect([OLD, NEW]).toContain(read(each))
        if (name !== 'save') expect(standards.map(read)).toContain(OLD)
        else expect(standards).toEqual(['a.md'])
        if (count() <= at) break
      }
    }
  })

  it('a disk without hard links moves files all the same', async () => {
    const link = async () => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
    }
    write('a.md', OLD)
    const own = open({ files: { ...SYSTEM_FILES, atomic: () => NO_ATOMIC, link } })
    expect(await own.move('a.md', 'b/c.md')).toEqual({ id: 'b/c.md' })
    write('d.md', NEW)
    expect(await codeOf(own.move('d.md', 'b/c.md'))).toBe('standard-exists')
    expect(read('b/c.md')).toBe(OLD)
  })
})

describe('create, duplicate and move', () => {
  it('do not read a file that would fill the memory', async () => {
    write('huge.md', '# Huge\n')
    truncateSync(path('huge.md'), 600 * 1024 * 1024)
    await expect(files.duplicate('huge.md', 'copy.md')).rejects.toMatchObject({
      code: 'file-unusable',
      message: expect.stringContaining('600 MB'),
    })
    expect(await codeOf(files.save('huge.md', '# A\n', 'any'))).toBe('file-unusable')
    expect(all()).toEqual(['huge.md'])
  })

  it('create folders and never replace a file', async () => {
    expect(await files.create('go/deep/a.md', '# A\r\n')).toMatchObject({ id: 'go/deep/a.md' })
    expect(read('go/deep/a.md')).toBe('# A\n')
    write('b.md', Buffer.from('\xff\r\n', 'latin1'))
    expect(await files.duplicate('b.md', 'new/c.md')).toEqual({ id: 'new/c.md' })
    expect(readFileSync(path('new/c.md'), 'latin1')).toBe('\xff\r\n')
    expect(await files.move('new/c.md', 'other/d.md')).toEqual({ id: 'other/d.md' })
    expect(all()).toEqual(['b.md', 'go/deep/a.md', 'other/d.md'])
    expect(await codeOf(files.create('b.md', 'x'))).toBe('standard-exists')
    expect(await codeOf(files.create('B.md', 'x'))).toBe('standard-exists')
    expect(await codeOf(files.duplicate('b.md', 'other/d.md'))).toBe('standard-exists')
    expect(await codeOf(files.move('b.md', 'go/deep/a.md'))).toBe('standard-exists')
    expect(await codeOf(files.move('nowhere.md', 'x.md'))).toBe('standard-missing')
    expect(await codeOf(files.create('b.md/c.md', 'x'))).toBe('path-unusable')
    expect(all()).toEqual(['b.md', 'go/deep/a.md', 'other/d.md'])
  })

  it('use an existing folder with another case or Unicode spelling', async () => {
    write('Go/a.md', '# A\n')
    write('cafe\u0301/a.md', '# A\n')
    expect(await files.create('go/b.md', 'x')).toMatchObject({ id: 'Go/b.md' })
    expect(await files.create('caf\u00e9/b.md', 'x')).toMatchObject({ id: 'caf\u00e9/b.md' })
    expect(existsSync(path('cafe\u0301/b.md'))).toBe(true)
  })

  it('move: to another case, to another Unicode spelling and to the same name', async () => {
    write('readme.md', '# A\n')
    expect(await files.move('readme.md', 'README.md')).toEqual({ id: 'README.md' })
    expect(all()).toEqual(['README.md'])
    expect(await files.move('README.md', 'README.md')).toEqual({ id: 'README.md' })
    write('e\u0301.md', '# E\n')
    expect(await files.move('\u00e9.md', '\u00e9.md')).toEqual({ id: '\u00e9.md' })
    expect(read('README.md')).toBe('# A\n')
    expect(await codeOf(files.create('\u00e9.md', 'x'))).toBe('standard-exists')
  })

  it.skipIf(process.platform === 'win32')('move: back to a name that a new one could not have', async () => {
    write('what?.md', 'x')
    await files.move('what?.md', 'what.md')
    expect(await files.move('what.md', 'what?.md')).toEqual({ id: 'what?.md' })
    expect(await codeOf(files.move('what?.md', 'why?.md'))).toBe('path-unusable')
  })

  it('move: keeps both names of a hard link', async () => {
    write('a.md', '# A\n')
    linkSync(path('a.md'), path('A.md'))
    if (readdirSync(root).length < 2) return
    expect(await codeOf(files.move('a.md', 'A.md'))).toBe('standard-exists')
    expect(all()).toEqual(['A.md', 'a.md'])
  })

  it('keep the spelling of a name on the disk', async () => {
    write('u\u0308ber.md', '# A\n')
    const { version } = await opened('\u00fcber.md')
    expect(await files.save('\u00fcber.md', '# B\n', version)).toMatchObject({ kind: 'saved' })
    expect(readdirSync(root).map((name) => name.length)).toEqual(['u\u0308ber.md'.length])
  })

  it('throw when the library is missing', async () => {
    rmSync(root, { recursive: true })
    expect(await codeOf(files.create('a.md', 'x'))).toBe('library-missing')
    expect(await files.open('a.md')).toBeNull()
  })
})

describe('remove and restore', () => {
  it('move a file to the trash of the library and back', async () => {
    write('go/a b.md', '# A\n')
    const { undo } = await files.remove('go/a b.md')
    expect(existsSync(path('go/a b.md'))).toBe(false)
    expect(read('.plumbline-trash/.gitignore')).toBe('*\n')
    expect(await files.restore(undo ?? '')).toEqual({ id: 'go/a b.md' })
    expect(all()).toEqual(['.plumbline-trash/.gitignore', 'go/a b.md'])
    expect(readdirSync(path('.plumbline-trash'))).toEqual(['.gitignore'])
    expect(await codeOf(files.restore(undo ?? ''))).toBe('standard-missing')
  })

  it('restore does not replace a file, and creates a missing folder', async () => {
    write('go/a.md', '# A\n')
    const { undo } = await files.remove('go/a.md')
    write('go/a.md', '# New\n')
    expect(await codeOf(files.restore(undo ?? ''))).toBe('standard-exists')
    expect(read('go/a.md')).toBe('# New\n')
    rmSync(path('go'), { recursive: true })
    expect(await files.restore(undo ?? '')).toEqual({ id: 'go/a.md' })
    expect(read('go/a.md')).toBe('# A\n')
  })

  it("use the system's trash, and the library's own when that fails", async () => {
    write('a.md', '# A\n')
    write('b.md', '# B\n')
    const bin = join(folder, 'bin')
    const trash = async (file: string) => {
      if (file.endsWith('b.md')) throw new Error('no trash on this disk')
      renameSync(file, bin)
    }
    const own = open({ trash })
    const { undo } = await own.remove('a.md')
    expect(existsSync(bin)).toBe(true)
    expect((await own.remove('b.md')).undo).toMatch(/\/b\.md$/)
    expect(await codeOf(own.remove('a.md'))).toBe('standard-missing')
    // The system's trash cannot return the file, so its content is written once more.
    write('a.md', '# Another\n')
    expect(await codeOf(own.restore(undo ?? ''))).toBe('standard-exists')
    rmSync(path('a.md'))
    expect(await own.restore(undo ?? '')).toEqual({ id: 'a.md' })
    expect(read('a.md')).toBe('# A\n')
    expect(await codeOf(own.restore(undo ?? ''))).toBe('standard-missing')
  })

  it.each([
    '',
    '/',
    '../../a.md',
    'x/../../a.md',
    '..\\a.md',
    '%2e%2e/a.md',
    'x/.git/config',
    `x/${'a/'.repeat(80)}a.md`,
  ])('restores nothing for %j', async (undo) => {
    write('a.md', '# A\n')
    expect(await codeOf(files.restore(undo))).toMatch(/^(path-unusable|standard-missing)$/)
    expect(all()).toEqual(['a.md'])
  })
})

const HOSTILE = [
  '../secret.md',
  'a/../../secret.md',
  '..',
  '.',
  '',
  '/',
  '/etc/passwd.md',
  'C:\\a.md',
  'c:a.md',
  '\\\\server\\share\\a.md',
  'a.md\0',
  './a.md',
  'a//b.md',
  'a.md/',
  '.hidden.md',
  '.git/config.md',
  'node_modules/a.md',
  '.plumbline-trash/x/a.md',
  'a.txt',
  'a',
  `${'a/'.repeat(70)}a.md`,
]
const NOT_PORTABLE = [
  'a:b.md',
  'a?.md',
  'con.md',
  'COM1.md',
  'nul/a.md',
  'a /b.md',
  'a./b.md',
  ' a.md',
  'a\\b.md',
  'a\u0001.md',
  '\ud800.md',
  `${'n'.repeat(300)}.md`,
  '"a".md',
]

describe('hostile ids', () => {
  it.each(HOSTILE)('%j is refused by everything', async (id) => {
    write('a.md', '# A\n')
    writeFileSync(join(folder, 'secret.md'), 'secret')
    for (const work of [
      () => files.open(id),
      () => files.save(id, 'x', 'x'),
      () => files.create(id, 'x'),
      () => files.duplicate('a.md', id),
      () => files.duplicate(id, 'b.md'),
      () => files.move('a.md', id),
      () => files.move(id, 'b.md'),
      () => files.remove(id),
      () => files.absolute(id),
    ]) {
      expect(await codeOf(work())).toBe('path-unusable')
    }
    expect(all()).toEqual(['a.md'])
    expect(readFileSync(join(folder, 'secret.md'), 'utf8')).toBe('secret')
  })

  it.each(NOT_PORTABLE)('%j is no name for a new standard', async (id) => {
    write('a.md', '# A\n')
    expect(await codeOf(files.create(id, 'x'))).toBe('path-unusable')
    expect(await codeOf(files.move('a.md', id))).toBe('path-unusable')
    expect(all()).toEqual(['a.md'])
  })

  it.skipIf(process.platform === 'win32')(
    'names that only this system has can be changed and left',
    async () => {
      write('what?/"it\'s".md', '# A\n')
      const { version } = await opened('what?/"it\'s".md')
      expect(await files.save('what?/"it\'s".md', '# B\n', version)).toMatchObject({ kind: 'saved' })
      expect(await files.move('what?/"it\'s".md', 'its.md')).toEqual({ id: 'its.md' })
    },
  )

  it('are not resolved through links', async () => {
    writeFileSync(join(folder, 'secret.md'), 'secret')
    symlinkSync(join(folder, 'secret.md'), path('link.md'))
    symlinkSync(folder, path('out'))
    for (const id of ['link.md', 'out/secret.md']) {
      expect(await codeOf(files.open(id))).toBe('path-unusable')
      expect(await codeOf(files.save(id, 'x', 'x'))).toBe('path-unusable')
      expect(await codeOf(files.remove(id))).toBe('path-unusable')
    }
    expect(await codeOf(files.create('out/new.md', 'x'))).toBe('path-unusable')
    expect(await codeOf(files.create('link.md', 'x'))).toBe('standard-exists')
    write('a.md', '# A\n')
    symlinkSync(folder, path('.plumbline-trash'))
    expect(await codeOf(files.remove('a.md'))).toBe('file-unusable')
    expect(readFileSync(join(folder, 'secret.md'), 'utf8')).toBe('secret')
    expect(readdirSync(folder).sort()).toEqual(['library', 'secret.md'])
  })
})

/** Operations of which the one with the number `at` fails, including those on open files. */
function failing(at: number, code: string): { files: FileOperations; count: () => number } {
  let count = 0
  const step = async () => {
    if (count++ === at) throw Object.assign(new Error(`${code}: injected`), { code })
  }
  const files: FileOperations = {
    ...SYSTEM_FILES,
    readFile: (file) => step().then(() => SYSTEM_FILES.readFile(file)),
    readdir: (file) => step().then(() => SYSTEM_FILES.readdir(file)),
    lstat: (file) => step().then(() => SYSTEM_FILES.lstat(file)),
    mkdir: (file) => step().then(() => SYSTEM_FILES.mkdir(file)),
    rename: (from, to) => step().then(() => SYSTEM_FILES.rename(from, to)),
    open: async (file, flags, mode) => {
      await step()
      const handle = await SYSTEM_FILES.open(file, flags, mode)
      return {
        // A full disk may contain a part of the file.
        writeFile: async (bytes) => {
          await handle.writeFile(bytes.subarray(0, bytes.length >> 1))
          await step()
          await handle.writeFile(bytes.subarray(bytes.length >> 1))
        },
        chmod: (mode) => step().then(() => handle.chmod(mode)),
        chown: (uid, gid) => step().then(() => handle.chown(uid, gid)),
        sync: () => step().then(() => handle.sync()),
        close: async () => {
          await handle.close()
          await step()
        },
      }
    },
  }
  return { files, count: () => count }
}

describe('when a step fails', () => {
  const OLD = '# Old\r\n\r\ntext\r\n'
  const actions: [string, (own: StandardFiles, version: string) => Promise<unknown>, string[]][] = [
    ['save', (own, version) => own.save('go/a.md', '# New\n\ntext\n', version), ['go/a.md']],
    ['create', (own) => own.create('new/deep/b.md', '# B\n'), ['go/a.md', 'new/deep/b.md']],
    ['duplicate', (own) => own.duplicate('go/a.md', 'new/b.md'), ['go/a.md', 'new/b.md']],
    ['move', (own) => own.move('go/a.md', 'new/b.md'), ['new/b.md']],
    ['remove', (own) => own.remove('go/a.md'), []],
  ]
  for (const [name, act, after] of actions) {
    for (const code of ['EACCES', 'ENOSPC', 'EIO', 'EROFS']) {
      it(`${name} changes nothing and throws ${code}`, async () => {
        let failed = 0
        for (let at = 0; ; at++) {
          rmSync(root, { recursive: true })
          write('go/a.md', OLD)
          const { version } = await opened('go/a.md')
          const faulty = failing(at, code)
          const outcome = await codeOf(act(open({ files: faulty.files }), version))
          const there = all().filter((each) => !each.startsWith('.plumbline-trash/'))
          const rest = all().filter((each) => /\.tmp$/.test(each))
          expect(rest).toEqual([])
          if (outcome === null) {
            expect(there).toEqual(after)
            // All operations have been tested.
            if (at >= faulty.count()) break
            continue
          }
          failed++
          expect(outcome).toBe('file-unusable')
          expect(there).toEqual(name === 'save' || existsSync(path('go/a.md')) ? ['go/a.md'] : after)
          if (existsSync(path('go/a.md'))) expect(['# New\r\n\r\ntext\r\n', OLD]).toContain(read('go/a.md'))
          expect(readdirSync(root).filter((each) => each !== '.plumbline-trash')).toEqual(
            existsSync(path('go/a.md')) ? ['go'] : ['go', 'new'],
          )
        }
        expect(failed).toBeGreaterThan(2)
      })
    }
  }
})
