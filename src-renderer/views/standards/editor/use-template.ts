import { useCallback, useEffect, useRef, useState } from 'react'
import { useBridgeClient, useOnline } from '../../../state/bridge-context.tsx'
import type { NewFor } from './NewStandard.tsx'
import { type FieldChanges, type ParsedText, useWriting, type Writing } from './use-writing.ts'

interface Template {
  readonly id: string
  readonly text: string
}

/** Milliseconds of silence before the template is made anew. */
const PAUSE = 200

/**
 * A text that begins as a template. While it is as the template made it, title, language and domain make it anew, path and first
 * heading included; from the first own word on they change the front matter alone.
 */
export function useTemplate({
  wanted,
  template: firstTemplate,
  first,
  path,
}: {
  readonly wanted: NewFor
  readonly template: Template
  readonly first: { readonly text: string; readonly parsed: ParsedText }
  /** `null`: the one that the template proposes. */
  readonly path: string | null
}): {
  readonly writing: Writing
  readonly template: Template
  /** Resolves to the template once everything that the form was told is in it. */
  readonly settleTemplate: () => Promise<Template>
} {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [template, setTemplate] = useState(firstTemplate)
  const [wishes, setWishes] = useState<NewFor>(wanted)
  const [typed, setTyped] = useState<FieldChanges>({})
  const writing = useWriting(path ?? template.id, first)
  const made = useRef(wanted)
  const newest = useRef(firstTemplate)
  const wished = useRef(wishes)
  const { apply, current, changeFields } = writing

  const change = useCallback(
    (changes: FieldChanges) => {
      const { title, language, domain, ...others } = changes
      const remakes = current() === template.text && Object.keys(others).length === 0
      if (!remakes) {
        changeFields(changes)
        return
      }
      setTyped((before) => ({ ...before, ...changes }))
      setWishes((before) => {
        const { language: oldLanguage, domain: oldDomain, title: oldTitle, ...rest } = before
        return {
          ...rest,
          ...wish('title', title ?? oldTitle),
          ...wish('language', language === undefined ? oldLanguage : language),
          ...wish('domain', domain === undefined ? oldDomain : domain),
        }
      })
    },
    [changeFields, current, template.text],
  )

  const settleTemplate = useCallback(async (): Promise<Template> => {
    const asked = wished.current
    if (made.current === asked) return newest.current
    const next = await bridge.call('standards.template', asked)
    if (wished.current !== asked) return settleTemplate()
    made.current = asked
    if (current() === newest.current.text) apply(next.text)
    newest.current = next
    setTemplate(next)
    return next
  }, [apply, bridge, current])

  useEffect(() => {
    wished.current = wishes
    if (!online || made.current === wishes) return
    const timer = setTimeout(() => void settleTemplate().catch(() => {}), PAUSE)
    return () => clearTimeout(timer)
  }, [online, settleTemplate, wishes])

  // Once the host has read the new text, its fields are those that were typed.
  useEffect(() => {
    if (writing.parsed.fields && made.current === wishes) setTyped({})
  }, [writing.parsed, wishes])

  const fields = writing.fields && { ...writing.fields, ...typed }
  return { writing: { ...writing, fields, changeFields: change }, template, settleTemplate }
}

function wish<Name extends string>(name: Name, value: string | null | undefined) {
  return value === null || value === undefined || value === '' ? {} : { [name]: value }
}
