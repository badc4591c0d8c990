import { domainArgument, languageArgument, tagArgument } from './arguments.ts'
import { attachStandards } from './attach-standards.ts'
import { chooseStandards } from './choose-standards.ts'
import { definePrompt, say } from './define-prompt.ts'

/** Attaches the team's standards to a task. */
export const applyStandardsPrompt = definePrompt({
  name: 'apply-standards',
  title: 'Apply our standards',
  description: "Work by the team's standards for a language and, if given, a subject",
  args: {
    language: { ...languageArgument, required: true },
    domain: domainArgument,
    tag: tagArgument,
    task: { title: 'Task', description: 'What is to be done; leave it out to say it in the conversation' },
  },
  messages(library, { task, ...words }, options) {
    const { standards, topic } = chooseStandards(library, words)
    const work = task === undefined ? 'Apply this to the work of this conversation.' : `The task:\n\n${task}`
    if (standards.length === 0) {
      return [
        say(
          `The team has no standard on ${topic} yet. Look with search_standards for what comes near; if there is nothing, ` +
            `say so, keep to the conventions of the code around, and name what a standard should settle.\n\n${work}`,
        ),
      ]
    }
    return [
      say(
        `Work by the team's standards on ${topic} that follow. They come before your own habits.\n` +
          '- Where two of them disagree, the one for the language comes before the general one; say which you followed.\n' +
          '- Where they are silent, keep to the code around, and say that you decided it.\n' +
          '- Before you hand the work over, go through their checklists (get_checklist) and name what you left open.',
      ),
      ...attachStandards(library, standards, options),
      say(work),
    ]
  },
})
