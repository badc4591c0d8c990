import type { Resource, ResourceTemplateType } from '@modelcontextprotocol/server'
import type { StandardSummary } from '../../src-shared/contract/library.ts'
import { STANDARD_TEMPLATE } from './standard-uri.ts'

/** What a standard is, on every interface. */
export const MIME_TYPE = 'text/markdown'

/** The entry of a standard in `resources/list`; also what a prompt links to. */
export function describeResource(standard: StandardSummary): Resource {
  return {
    uri: standard.uri,
    name: standard.id,
    title: standard.title,
    ...(standard.description !== '' && { description: standard.description }),
    mimeType: MIME_TYPE,
    size: standard.size,
    // For people and models alike and none before the others, so neither `audience` nor `priority` would say anything.
    annotations: { lastModified: standard.updated },
  }
}

/** The entries of `resources/templates/list`. */
export const RESOURCE_TEMPLATES: ResourceTemplateType[] = [
  {
    uriTemplate: STANDARD_TEMPLATE,
    name: 'standard',
    title: 'A coding standard',
    description:
      'One standard of the library, by its id such as python/testing.md. A fragment (#fixtures) reads one section.',
    mimeType: MIME_TYPE,
  },
]
