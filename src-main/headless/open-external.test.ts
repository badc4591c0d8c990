import { expect, it } from 'vitest'
import { hasDesktop, openCommand, openExternal, revealCommand } from './open-external.ts'

it('detects sessions without a screen', () => {
  expect(hasDesktop({}, 'linux')).toBe(false)
  expect(hasDesktop({ DISPLAY: ':0' }, 'linux')).toBe(true)
  expect(hasDesktop({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
  expect(hasDesktop({ DISPLAY: ':0', SSH_CONNECTION: 'x' }, 'linux')).toBe(false)
  expect(hasDesktop({}, 'darwin')).toBe(true)
  expect(hasDesktop({ SSH_TTY: '/dev/pts/0' }, 'darwin')).toBe(false)
})

it('uses the commands of each system', () => {
  const address = 'http://127.0.0.1:9001/#token=a&b'
  expect(openCommand(address, 'linux')).toEqual(['xdg-open', address])
  expect(openCommand(address, 'darwin')).toEqual(['open', address])
  expect(openCommand(address, 'win32').slice(-2)).toEqual(['""', `"${address}"`])
  expect(revealCommand('/a/b', 'darwin')).toEqual(['open', '-R', '/a/b'])
})

it('reports a missing program, and does not wait for one that keeps running', async () => {
  await expect(openExternal(['no-such-program-here'])).rejects.toMatchObject({ code: 'not-here' })
  await openExternal([process.execPath, '-e', 'setTimeout(() => {}, 300)'])
})
