import { TagsInput } from '@mantine/core'
import { useId } from 'react'
import { useBridge } from '../../../state/use-bridge.ts'
import { domainLabel, languageLabel } from '../labels.ts'
import { FacetField } from './FacetField.tsx'
import { joinGlobs, splitGlobs } from './globs.ts'
import { TypedField } from './TypedField.tsx'
import type { Writing } from './use-writing.ts'

/** The front matter as fields; a notice in their place while the front matter cannot be read. */
export function FrontMatterForm({
  writing,
  focusTitle,
}: {
  readonly writing: Writing
  readonly focusTitle: boolean
}) {
  const form = useId()
  const facets = useBridge(
    'standards.list',
    { filter: {}, order: 'title', offset: 0, limit: 1 },
    { area: 'library' },
  ).data?.facets
  const { changeFields } = writing
  const { fields, language, domain } = writing.inspection
  if (fields === null)
    return (
      <div className="notice" role="status">
        The form is closed while the front matter cannot be read. The text is served; title, tags and language
        are guessed from the path.
      </div>
    )
  const values = (facet: 'languages' | 'domains' | 'tags') =>
    (facets?.[facet] ?? []).map(({ value }) => value).filter((value) => value !== '')
  return (
    <section className="front-form" data-area="form" aria-label="Front matter">
      <label htmlFor={`${form}-title`}>Title</label>
      <TypedField
        id={`${form}-title`}
        autoFocus={focusTitle}
        value={fields.title}
        onChange={(title) => changeFields({ title })}
      />
      <label htmlFor={`${form}-tags`}>Tags</label>
      <div className="front-tags">
        <TagsInput
          id={`${form}-tags`}
          placeholder={fields.tags.length === 0 ? 'Add' : ''}
          data={values('tags')}
          limit={20}
          value={[...fields.tags]}
          onChange={(tags) => changeFields({ tags })}
        />
        <label htmlFor={`${form}-files`}>Files</label>
        <TypedField
          id={`${form}-files`}
          mono
          placeholder="**/*.py"
          value={joinGlobs(fields.globs)}
          onChange={(text) => changeFields({ globs: splitGlobs(text) })}
        />
      </div>
      <label htmlFor={`${form}-description`}>Description</label>
      <TypedField
        id={`${form}-description`}
        value={fields.description.replace(/\s*\n\s*/g, ' ')}
        onChange={(description) => changeFields({ description })}
      />
      <label htmlFor={`${form}-language`}>Language</label>
      <div className="front-facets">
        <FacetField
          id={`${form}-language`}
          label="Language"
          value={fields.language}
          found={language}
          known={values('languages')}
          labelOf={languageLabel}
          onChange={(value) => changeFields({ language: value })}
        />
        <label htmlFor={`${form}-domain`}>Domain</label>
        <FacetField
          id={`${form}-domain`}
          label="Domain"
          value={fields.domain}
          found={domain}
          known={values('domains')}
          labelOf={domainLabel}
          onChange={(value) => changeFields({ domain: value })}
        />
      </div>
    </section>
  )
}
