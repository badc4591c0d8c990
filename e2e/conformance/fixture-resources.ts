import type { FixedResources } from '../../src-mcp/resources/register-resources.ts'
import { PNG } from './samples.ts'

const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/

/** The resources that the conformance suite reads. */
export const FIXTURE_RESOURCES: FixedResources = {
  list: [
    { uri: 'test://static-text', name: 'static text', description: 'A text', mimeType: 'text/plain' },
    { uri: 'test://static-binary', name: 'static binary', description: 'An image', mimeType: 'image/png' },
    {
      uri: 'test://watched-resource',
      name: 'watched',
      description: 'For subscriptions',
      mimeType: 'text/plain',
    },
  ],
  templates: [
    {
      uriTemplate: 'test://template/{id}/data',
      name: 'template',
      description: 'Data for an id',
      mimeType: 'application/json',
    },
  ],
  read(uri) {
    if (uri === 'test://static-text')
      return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }
    if (uri === 'test://static-binary') return { uri, mimeType: 'image/png', blob: PNG }
    if (uri === 'test://watched-resource') return { uri, mimeType: 'text/plain', text: 'Watched.' }
    const id = TEMPLATE.exec(uri)?.[1]
    if (id === undefined) return null
    const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
    return { uri, mimeType: 'application/json', text }
  },
}
