import { useCallback, useEffect, useRef, useState } from 'react'
import type { MethodOutput } from '../../../../src-shared/contract/contract.ts'
import type { FrontMatterChanges } from '../../../../src-shared/standard/standard.ts'
import { useBridgeClient, useOnline } from '../../../state/bridge-context.tsx'
import type { Draft } from '../draft.ts'
import { useWriting, type Writing } from './use-writing.ts'

/** What a new standard is prepared for. */
export interface TemplateInput {
  readonly title?: string
  readonly language?: string
  readonly domain?: string
  /** A gap that the standard is to fill. */
  readonly gap?: string
}

export type LoadedTemplate = MethodOutput<'standards.template'>

/** Milliseconds without typing after which the host is asked for another template. */
const PAUSE = 200

export interface TemplateWriting {
  readonly writing: Writing
  readonly template: LoadedTemplate
  /** Resolves to the template for everything that was typed into the form. */
  readonly settleTemplate: () => Promise<LoadedTemplate>
}

/**
 * A text that begins as a template. While the text is that of the template, a change of title, language or domain in the form
 * asks the host for another template, with another path and first heading. After the first other change the form changes the
 * front matter alone.
 */
export function useTemplate({
  input: firstInput,
  template: firstTemplate,
  draft,
  path,
}: {
  readonly input: TemplateInput
  readonly template: LoadedTemplate
  readonly draft: Draft | null
  /** `null`: the path that the template proposes. */
  readonly path: string | null
}): TemplateWriting {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [template, setTemplate] = useState(firstTemplate)
  const [input, setInput] = useState(firstInput)
  /** Fields that were typed and are not in the template yet. */
  const [typed, setTyped] = useState<TypedFields>({})
  const writing = useWriting(path ?? template.id, { text: draft?.text ?? firstTemplate.text })
  const loaded = useRef({ input: firstInput, template: firstTemplate })
  const wanted = useRef({ input, typed })
  const { apply, current, changeFields } = writing

  const settleTemplate = useCallback(async (): Promise<LoadedTemplate> => {
    const { input: nextInput, typed: nextTyped } = wanted.current
    if (loaded.current.input === nextInput) return loaded.current.template
    const next = await bridge.call('standards.template', nextInput)
    if (wanted.current.input !== nextInput) return settleTemplate()
    if (current() === loaded.current.template.text) apply(next.text)
    else changeFields(nextTyped)
    loaded.current = { input: nextInput, template: next }
    setTemplate(next)
    setTyped({})
    return next
  }, [apply, bridge, changeFields, current])

  useEffect(() => {
    wanted.current = { input, typed }
  }, [input, typed])
  useEffect(() => {
    if (!online || loaded.current.input === input) return
    const timer = setTimeout(() => void settleTemplate().catch(() => {}), PAUSE)
    return () => clearTimeout(timer)
  }, [online, settleTemplate, input])

  function change(changes: FrontMatterChanges): void {
    const fields = templateFields(changes)
    if (fields && current() === template.text) {
      setTyped((before) => ({ ...before, ...fields }))
      setInput((before) => inputWith(before, fields))
    } else changeFields(changes)
  }

  const { inspection } = writing
  const fields = inspection.fields && { ...inspection.fields, ...typed }
  return {
    writing: { ...writing, inspection: { ...inspection, fields }, changeFields: change },
    template,
    settleTemplate,
  }
}

/** Fields that another template is made for. */
interface TypedFields {
  readonly title?: string
  readonly language?: string | null
  readonly domain?: string | null
}

/** The changes, when no other field is among them. */
function templateFields({ title, language, domain, ...others }: FrontMatterChanges): TypedFields | null {
  if (Object.keys(others).length > 0) return null
  return {
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    ...(domain === undefined ? {} : { domain }),
  }
}

/** An input in which an empty field is absent. */
function inputWith(input: TemplateInput, fields: TypedFields): TemplateInput {
  const entries = Object.entries({ ...input, ...fields })
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''))
}
