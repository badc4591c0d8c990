import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Gap } from '../../../src-shared/contract/activity.ts'
import { eventually, makeTempLibrary, type TempLibrary } from '../../testing/temp-library.ts'
import type { GapAnswers } from '../activity.ts'
import { ReplayedGaps } from './gap-answers.ts'

let temp: TempLibrary
let answers: GapAnswers
const gapOf = (id: string, args: Gap['args']): Gap => ({
  id,
  tool: 'get_checklist',
  question: id,
  args,
  times: 1,
  clients: [],
  firstAt: 1,
  lastAt: 1,
  dismissed: false,
})
const unanswered = gapOf('cobol', { language: 'cobol' })
const answered = gapOf('go', { language: 'go' })
const withoutArguments = gapOf('fortran', {})

beforeEach(async () => {
  temp = makeTempLibrary({ 'go/testing.md': '# Go testing\n\n- [ ] Tables\n' })
  const core = temp.openCore()
  await core.whenFresh()
  answers = new ReplayedGaps({
    library: core.library,
    gaps: () => [unanswered, answered, withoutArguments],
    // Like the tool, returns everything when it has no arguments.
    replay: async (_tool, args) => {
      const { language } = args as { language?: string }
      return core.library.checklist({ language })[0]?.id ?? null
    },
    onChange: () => () => {},
  })
})
afterEach(async () => {
  answers.close()
  await temp.close()
})

it('finds the gaps that are answered by now, and leaves out those without recorded arguments', async () => {
  expect(await answers.of(answered)).toEqual({ answered: true, nearest: 'go/testing.md' })
  expect((await answers.of(unanswered)).answered).toBe(false)
  expect(await answers.of(withoutArguments)).toEqual({ answered: false, nearest: null })
  await eventually(() => answers.isAnswered('go'))
  expect(answers.isAnswered('cobol')).toBe(false)
  expect(answers.isAnswered('fortran')).toBe(false)
})
