import { afterAll, describe, expect, it } from 'vitest'
import { openTempIndex, type TempIndex } from '../../testing/temp-index.ts'

const sections = Array.from({ length: 6 }, (_, at) => `## Part ${at}\n\nAuthentication of a Kubernetes pod.`)
const index: TempIndex = openTempIndex({
  'a.md': `# Pods\n\n${sections.join('\n\n')}\n\n## Ends\n\nA kuberneter is rare. Zyxwvut.\n`,
})
afterAll(() => index.close())
const searchedFor = (query: string) => index.reader.search(query, { limit: 5 }).searchedFor

describe('the correction of spelling', () => {
  it.each([
    ['kuberentes pod', 'kubernetes pod'],
    ['Authenticaton of pods', 'authentication of pods'],
    ['autentication', 'authentication'],
    ['kubernnetees', 'kubernetes'],
  ])('reads %s as %s', (query, corrected) => {
    expect(searchedFor(query)).toBe(corrected)
    expect(index.reader.search(query, { limit: 5 }).matches.length).toBeGreaterThan(0)
  })

  it.each(['kubernetes', 'pod', 'zyxwvut', 'quernstone', 'authent', 'pid'])('leaves %s as it is', (query) => {
    expect(searchedFor(query)).toBeNull()
  })

  it('leaves a word that has texts of its own, however frequent a near one is', () => {
    index.put({
      'c.md': `# Removal\n\n${'## Part\n\nFiles are removed.\n\n'.repeat(20)}`,
      'd.md': '# Recovery\n\n## Once\n\nPrograms recover.\n\n## Twice\n\nThey recover again.\n',
    })
    expect(searchedFor('recover files')).toBeNull()
    index.put({ 'd.md': null })
    expect(searchedFor('recover files'), 'no text has "remover"').toBeNull()
    expect(searchedFor('remvoed files')).toBe('removed files')
  })

  it('follows changes of the index', () => {
    expect(searchedFor('canarry release')).toBeNull()
    index.put({ 'b.md': `# Canary\n\n${'## Canary release\n\nSlowly.\n\n'.repeat(4)}` })
    expect(searchedFor('canarry release')).toBe('canary release')
  })
})
