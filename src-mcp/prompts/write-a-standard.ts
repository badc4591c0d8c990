import type { Library } from '../../src-core/library/library.ts'
import type { StandardSummary } from '../../src-shared/contract/library.ts'
import { domainArgument, languageArgument } from './arguments.ts'
import { attachStandards } from './attach-standards.ts'
import { definePrompt, say } from './define-prompt.ts'

/** How many near standards are attached: they show the tone and what is settled; a model would copy from more. */
const MAX_NEAR = 3

/** Helps to write a standard that the library lacks. */
export const writeAStandardPrompt = definePrompt({
  name: 'write-a-standard',
  title: 'Write a standard',
  description: 'Draft a new standard for the library, in its form and without repeating what is there',
  args: {
    topic: {
      title: 'Topic',
      description: 'What the standard is to settle, such as retries of HTTP calls',
      required: true,
    },
    language: { ...languageArgument, description: 'Leave it out when it applies to every language' },
    domain: { ...domainArgument, description: 'Subject area, such as testing or security' },
  },
  messages(library, { topic, ...given }, options) {
    // Unknown words are kept as they are: a new standard may be the first of its language or subject.
    const words = {
      language: given.language && (library.resolveLanguage(given.language) ?? given.language.toLowerCase()),
      domain: given.domain && (library.resolveDomain(given.domain) ?? given.domain.toLowerCase()),
    }
    const near = findNear(library, topic, words)
    return [
      say(writeTask(topic, words)),
      ...(near.length === 0
        ? [say('The library has nothing near this topic yet.')]
        : [say('What the library has near it. Do not repeat it; refer to it by title.')]),
      ...attachStandards(library, near, options),
    ]
  },
})

interface Words {
  readonly language?: string | undefined
  readonly domain?: string | undefined
}

function findNear(library: Library, topic: string, words: Words): StandardSummary[] {
  const found = new Map<string, StandardSummary>()
  for (const hit of library.search(topic.slice(0, 1_000), {}, MAX_NEAR * 4).hits) {
    const standard = found.size < MAX_NEAR && !found.has(hit.id) ? library.get(hit.id) : null
    if (standard !== null) found.set(standard.id, standard)
  }
  if (found.size < MAX_NEAR && (words.language || words.domain)) {
    for (const standard of library.list(words, null, MAX_NEAR).items)
      if (found.size < MAX_NEAR) found.set(standard.id, standard)
  }
  return [...found.values()]
}

function writeTask(topic: string, { language, domain }: Words): string {
  const frontMatter = [
    '---',
    'title: A few words that people search for',
    'description: One sentence on what it settles and for whom',
    ...(language === undefined ? [] : [`language: ${language}`]),
    ...(domain === undefined ? [] : [`domain: ${domain}`]),
    'tags: [two, to, five]',
    '---',
  ].join('\n')
  return `Write a coding standard for our library on: ${topic}

Before you write, ask what you cannot know: what the team does today, what went wrong, what it wants to forbid. Look with \
search_standards whether part of it is settled already.

The form is one markdown file that begins with this front matter:

${frontMatter}

Then:
- One heading of level 1 and a sentence on why the standard exists.
- Sections that each settle one question. The rule comes first, as an order that can be checked; then the reason in a \
sentence; then a short example of right and, where it helps, of wrong, in fenced code with its language named.
- Exceptions, and who may grant them.
- A last section "Checklist" of task items ("- [ ] ..."), each answered by yes or no while looking at a change.

Keep it under two pages. Say nothing that a formatter or linter enforces. Then propose a file name in lower case with \
hyphens, in the folder ${language === undefined ? 'general' : language}/.`
}
