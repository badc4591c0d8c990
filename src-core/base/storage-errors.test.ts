import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { describeError, PlumblineError } from '../../src-shared/contract/errors.ts'
import { mountSmallDisk, whyNoMount } from '../testing/small-disk.ts'
import { databaseErrorOf, isDiskFull, storageErrorOf } from './storage-errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-storage-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const withCode = (code: string) => Object.assign(new Error('as the system says'), { code })
const sentence = (code: string) => {
  const error = storageErrorOf(withCode(code), folder)
  return error === null ? null : describeError(error)
}

it.each(['SQLITE_FULL', 'ENOSPC', 'EDQUOT'])('%s is a full disk, with the folder and the remedy', (code) => {
  expect(sentence(code)).toBe(
    `The disk with Plumbline's folder ${folder} is full. Free some space on it; Plumbline then continues by itself.`,
  )
})

it.each([
  'SQLITE_CANTOPEN',
  'SQLITE_CANTOPEN_ISDIR',
  'SQLITE_READONLY',
  'SQLITE_READONLY_DIRECTORY',
  'EROFS',
  'EACCES',
  'EPERM',
])('%s is a folder that cannot be written', (code) => {
  expect(sentence(code)).toMatch(
    /^Plumbline cannot write to its folder .* \(as the system says\)\. Make it writable/,
  )
})

it.each(['SQLITE_IOERR', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'EIO'])(
  '%s is a failing disk',
  (code) => {
    expect(sentence(code)).toMatch(/^The disk with Plumbline's folder .* reports errors .* Check the disk/)
  },
)

it.each([
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_BUSY',
  'SQLITE_READONLY_DBMOVED',
  'ENOENT',
  '',
])('%j is none of them', (code) => {
  expect(sentence(code)).toBeNull()
})

it('leaves errors for people as they are, and those of other files', () => {
  expect(storageErrorOf(new PlumblineError('usage', 'x', 'y'), folder)).toBeNull()
  expect(databaseErrorOf(withCode('EACCES'), join(folder, 'index.db'))).toBeNull()
  expect(databaseErrorOf(withCode('SQLITE_FULL'), join(folder, 'index.db'))?.message).toContain(folder)
})

it.skipIf(whyNoMount() !== null)('an I/O error on a full disk is that of a full disk', () => {
  const disk = mountSmallDisk(join(folder, 'disk'), 1)
  try {
    const path = join(folder, 'disk')
    expect([isDiskFull(path), storageErrorOf(withCode('SQLITE_IOERR_SHMSIZE'), path)?.message]).toEqual([
      false,
      expect.stringContaining('reports errors'),
    ])
    disk.fill()
    expect([isDiskFull(path), storageErrorOf(withCode('SQLITE_IOERR_SHMSIZE'), path)?.message]).toEqual([
      true,
      expect.stringContaining('is full'),
    ])
  } finally {
    disk.unmount()
  }
})
