import * as z from 'zod'

/** Arguments that several tools take, described once and briefly: every conversation reads them. */
export const language = z.string().trim().min(1).max(100)
export const domain = z.string().trim().min(1).max(100)
const tag = z.string().trim().min(1).max(200)
export const id = z.string().trim().min(1).max(4_096)

/** The optional arguments that narrow a question to a part of the library. */
export const filter = {
  language: language.optional().describe('As in get_stdlib'),
  domain: domain.optional().describe('As in get_stdlib'),
  tag: tag.optional(),
}
