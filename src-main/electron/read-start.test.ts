import { expect, it } from 'vitest'
import { readStart } from './read-start.ts'

it('reads its own options among those of Chromium, in any order', () => {
  const argv = [
    '/opt/Plumbline/plumbline',
    '--allow-file-access-from-files',
    '--hidden',
    '--library=/a=b',
    '--port=9100',
    '--home=/old',
    '--home=/home dir',
    '/somewhere/else',
    'plumbline://standards/a.md',
  ]
  expect(readStart(argv)).toEqual({
    home: '/home dir',
    library: '/a=b',
    port: 9100,
    hidden: true,
    link: 'plumbline://standards/a.md',
  })
})

it('ignores missing values and ports that are not numbers', () => {
  expect(readStart(['electron', '.', '--home=', '--port=many'])).toEqual({
    home: undefined,
    library: undefined,
    port: undefined,
    hidden: false,
    link: null,
  })
})
