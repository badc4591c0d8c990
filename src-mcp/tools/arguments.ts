import * as z from 'zod'

// The descriptions are brief: every conversation reads them.

export const languageSchema = z.string().trim().min(1).max(100)
export const domainSchema = z.string().trim().min(1).max(100)
export const idSchema = z.string().trim().min(1).max(4_096)

/** The optional arguments that restrict a call to a part of the library. */
export const filterSchemas = {
  language: languageSchema.optional().describe('As in get_stdlib'),
  domain: domainSchema.optional().describe('As in get_stdlib'),
  tag: z.string().trim().min(1).max(200).optional(),
}
