import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import { createGapAnswers, type GapAnswers } from './gap-answers.ts'

let temp: TempLibrary
let answers: GapAnswers
const gapOf = (id: string, args: Gap['args']): Gap => ({
  id,
  tool: 'get_checklist',
  asked: id,
  args,
  times: 1,
  clients: [],
  firstAt: 1,
  lastAt: 1,
  dismissed: false,
})
const open = gapOf('cobol', { language: 'cobol' })
const done = gapOf('go', { language: 'go' })
const notKept = gapOf('fortran', {})

beforeEach(async () => {
  temp = makeTempLibrary({ 'go/testing.md': '# Go testing\n\n- [ ] Tables\n' })
  const core = temp.openCore()
  await core.whenFresh()
  answers = createGapAnswers({
    library: core.library,
    gaps: () => [open, done, notKept],
    // As the tool does: without arguments it gives everything.
    askAgain: async (_tool, args) => {
      const { language } = args as { language?: string }
      return core.library.checklist({ language })[0]?.id ?? null
    },
    onNews: () => () => {},
  })
})
afterEach(async () => {
  answers.close()
  await temp.close()
})

it('knows which questions find something by now, and takes none for one that was not kept', async () => {
  expect(await answers.of(done)).toEqual({ answered: true, nearest: 'go/testing.md' })
  expect((await answers.of(open)).answered).toBe(false)
  expect(await answers.of(notKept)).toEqual({ answered: false, nearest: null })
  await eventually(() => answers.isAnswered('go'))
  expect(answers.isAnswered('cobol')).toBe(false)
  expect(answers.isAnswered('fortran')).toBe(false)
})
