import type { PromptArgument } from './define-prompt.ts'

/** The arguments that several prompts take. */
export const languageArgument = {
  title: 'Language',
  description: 'Programming language, such as python or typescript',
  completedBy: 'language',
} as const satisfies PromptArgument

export const domainArgument = {
  title: 'Subject',
  description: 'Subject area, such as testing or security; leave it out for all of them',
  completedBy: 'domain',
} as const satisfies PromptArgument

export const tagArgument = {
  title: 'Tag',
  description: 'Only standards with this tag',
  completedBy: 'tag',
} as const satisfies PromptArgument
