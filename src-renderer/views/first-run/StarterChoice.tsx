import { Button, Checkbox } from '@mantine/core'
import type { StarterGroup } from '../../../src-shared/contract/contract.ts'
import { starterLabel } from './starter-label.ts'

/**
 * Chooses the groups of starter standards.
 * @param excluded names of the groups that are not wanted
 */
export function StarterChoice({
  groups,
  excluded,
  onExcluded,
}: {
  readonly groups: readonly StarterGroup[]
  readonly excluded: ReadonlySet<string>
  readonly onExcluded: (excluded: ReadonlySet<string>) => void
}) {
  function toggle(name: string): void {
    const next = new Set(excluded)
    if (!next.delete(name)) next.add(name)
    onExcluded(next)
  }

  return (
    <fieldset className="starters">
      <legend>Languages and tools</legend>
      <Button
        size="xs"
        variant="transparent"
        className="text-button"
        onClick={() => onExcluded(new Set(excluded.size > 0 ? [] : groups.map(({ name }) => name)))}
      >
        {excluded.size > 0 ? 'Select all' : 'Select none'}
      </Button>
      <div className="starters-grid">
        {groups.map(({ name }) => (
          <Checkbox
            key={name}
            size="xs"
            label={starterLabel(name)}
            checked={!excluded.has(name)}
            onChange={() => toggle(name)}
          />
        ))}
      </div>
    </fieldset>
  )
}
