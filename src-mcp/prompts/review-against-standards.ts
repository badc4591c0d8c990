import { domainArgument, languageArgument, tagArgument } from './arguments.ts'
import { attachStandards } from './attach-standards.ts'
import { chooseStandards } from './choose-standards.ts'
import { definePrompt, say } from './define-prompt.ts'

/** Asks for a review in which every finding names its standard. */
export const reviewAgainstStandardsPrompt = definePrompt({
  name: 'review-against-standards',
  title: 'Review against our standards',
  description: "Review code against the team's standards and checklists",
  args: {
    language: { ...languageArgument, required: true },
    domain: domainArgument,
    tag: tagArgument,
    path: {
      title: 'Files',
      description: 'The file, folder or change to review, if the assistant can read it',
    },
    code: { title: 'Code', description: 'The code to review, pasted' },
  },
  messages(library, { path, code, ...words }, options) {
    const { standards, topic } = chooseStandards(library, words)
    const subject = describeSubject(path, code)
    if (standards.length === 0) {
      return [
        say(
          `Review ${subject} The team has no standard on ${topic} yet: look with search_standards for what comes near, review ` +
            'for correctness and clarity, and name the rules that a standard should settle.',
        ),
        ...pasted(code),
      ]
    }
    return [
      say(
        `Review ${subject} Judge it by the team's standards on ${topic} that follow, and go through their checklists ` +
          '(get_checklist) item by item.\n' +
          'For each finding give: where it is, what the standard asks (its title and section), what the code does, and the ' +
          'smallest change that mends it. Order them by what they could cost.\n' +
          'Keep apart what a standard demands and what you would prefer. Do not report what is in order; end with the ' +
          'checklist items that you could not judge.',
      ),
      ...attachStandards(library, standards, options),
      ...pasted(code),
    ]
  },
})

function describeSubject(path: string | undefined, code: string | undefined): string {
  if (path !== undefined) return `${path}.`
  return code === undefined ? 'the code or change of this conversation.' : 'the code at the end.'
}

function pasted(code: string | undefined) {
  if (code === undefined) return []
  // A fence longer than any inside the code, so that the code cannot end it.
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [say(`The code to review:\n\n${fence}\n${code}\n${fence}`)]
}
