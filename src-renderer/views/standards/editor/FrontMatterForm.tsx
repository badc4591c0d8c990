import { TagsInput } from '@mantine/core'
import { useId } from 'react'
import { useOnline } from '../../../state/bridge-context.tsx'
import { useBridge } from '../../../state/use-bridge.ts'
import { domainLabel, languageLabel } from '../labels.ts'
import { FacetField } from './FacetField.tsx'
import { joinGlobs, splitGlobs } from './globs.ts'
import { TypedField } from './TypedField.tsx'
import type { Writing } from './use-writing.ts'

/** The front matter as fields. It is closed while the front matter cannot be read. */
export function FrontMatterForm({
  writing,
  focusTitle,
}: {
  readonly writing: Writing
  readonly focusTitle: boolean
}) {
  const form = useId()
  const disabled = !useOnline()
  const known = useBridge(
    'standards.list',
    { filter: {}, order: 'title', offset: 0, limit: 1 },
    { area: 'library' },
  ).data?.facets
  const { fields, parsed, changeFields } = writing
  if (fields === null)
    return (
      <div className="notice" role="status">
        The form is closed while the front matter cannot be read. The text is served; title, tags and language
        are guessed from the path.
      </div>
    )
  const values = (facet: 'languages' | 'domains' | 'tags') =>
    (known?.[facet] ?? []).map(({ value }) => value).filter((value) => value !== '')
  return (
    <section className="front-form" data-area="form" aria-label="Front matter">
      <label htmlFor={`${form}-title`}>Title</label>
      <TypedField
        id={`${form}-title`}
        disabled={disabled}
        autoFocus={focusTitle}
        value={fields.title}
        onChange={(title) => changeFields({ title })}
      />
      <label htmlFor={`${form}-tags`}>Tags</label>
      <div className="front-tags">
        <TagsInput
          id={`${form}-tags`}
          disabled={disabled}
          placeholder={fields.tags.length === 0 ? 'Add' : ''}
          data={values('tags')}
          limit={20}
          value={[...fields.tags]}
          onChange={(tags) => changeFields({ tags })}
        />
        <label htmlFor={`${form}-files`}>Files</label>
        <TypedField
          id={`${form}-files`}
          disabled={disabled}
          mono
          placeholder="**/*.py"
          value={joinGlobs(fields.globs)}
          onChange={(text) => changeFields({ globs: splitGlobs(text) })}
        />
      </div>
      <label htmlFor={`${form}-description`}>Description</label>
      <TypedField
        id={`${form}-description`}
        disabled={disabled}
        value={fields.description.replace(/\s*\n\s*/g, ' ')}
        onChange={(description) => changeFields({ description })}
      />
      <label htmlFor={`${form}-language`}>Language</label>
      <div className="front-facets">
        <FacetField
          id={`${form}-language`}
          label="Language"
          disabled={disabled}
          value={fields.language}
          found={parsed.language}
          known={values('languages')}
          labelOf={languageLabel}
          onChange={(language) => changeFields({ language })}
        />
        <label htmlFor={`${form}-domain`}>Domain</label>
        <FacetField
          id={`${form}-domain`}
          label="Domain"
          disabled={disabled}
          value={fields.domain}
          found={parsed.domain}
          known={values('domains')}
          labelOf={domainLabel}
          onChange={(domain) => changeFields({ domain })}
        />
      </div>
    </section>
  )
}
