import { Button, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { FolderDefaultsView } from '../../../src-shared/contract/folder-defaults.ts'
import { CallError } from '../../bridge/bridge.ts'
import { useBridgeClient, useOnline } from '../../state/bridge-context.tsx'
import { joinGlobs, splitGlobs } from './editor/globs.ts'

/** Edits what a folder gives to every standard in it and below it. An error of the host is shown below the fields. */
export function FolderDefaultsDialog({
  folder,
  view: { path, defaults, version },
  onClose,
}: {
  readonly folder: string
  readonly view: FolderDefaultsView
  readonly onClose: () => void
}) {
  const bridge = useBridgeClient()
  const online = useOnline()
  const [language, setLanguage] = useState(defaults.language ?? '')
  const [domain, setDomain] = useState(defaults.domain ?? '')
  const [tags, setTags] = useState<readonly string[]>(defaults.tags ?? [])
  const [files, setFiles] = useState(joinGlobs(defaults.globs ?? []))
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function save(): Promise<void> {
    setBusy(true)
    setError(null)
    const globs = splitGlobs(files)
    const wanted = {
      language: language.trim() || null,
      domain: domain.trim() || null,
      tags: tags.length === 0 ? null : [...tags],
      globs: globs.length === 0 ? null : [...globs],
    }
    try {
      await bridge.call('standards.saveDefaults', { folder, defaults: wanted, version })
      onClose()
    } catch (failure) {
      setError(failure instanceof CallError ? `${failure.message} ${failure.remedy}` : String(failure))
      setBusy(false)
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!busy) void save()
  }

  return (
    <form className="path-dialog defaults-dialog" onSubmit={submit}>
      <p className="dialog-text">
        Saved in <code>{path}</code>. A standard takes what its own front matter does not state.
      </p>
      <TextInput
        data-autofocus
        label="Language"
        placeholder="As found"
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      />
      <TextInput
        label="Domain"
        placeholder="As found"
        value={domain}
        onChange={(event) => setDomain(event.currentTarget.value)}
      />
      <TagsInput label="Tags" limit={20} value={[...tags]} onChange={setTags} />
      <TextInput
        label="Files"
        placeholder="**/*.py"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={files}
        error={error}
        onChange={(event) => setFiles(event.currentTarget.value)}
      />
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy} disabled={!online}>
          Save
        </Button>
      </div>
    </form>
  )
}
