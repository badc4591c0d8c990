import * as z from 'zod'

// Few arguments have a description, as every conversation reads it. The languages and domains are in the instructions and in get_stdlib.

export const languageSchema = z.string().trim().min(1).max(100)
export const domainSchema = z.string().trim().min(1).max(100)
export const idSchema = z.string().trim().min(1).max(4_096)

/** The optional arguments that restrict a call to a part of the library. */
export const filterSchemas = {
  language: languageSchema.optional(),
  domain: domainSchema.optional(),
  tag: z.string().trim().min(1).max(200).optional(),
}
