import { Button, CloseButton, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import './filter-select.css'

export interface FilterChoice<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Number of rows that match it. */
  readonly count?: number
}

/** A button that opens a menu of filter values. It shows the chosen values, and clears them with an x. */
export function FilterSelect<Value extends string>({
  label,
  choices,
  value,
  onChange,
  multiple = true,
}: {
  readonly label: string
  readonly choices: readonly FilterChoice<Value>[]
  readonly value: readonly Value[]
  readonly onChange: (value: readonly Value[]) => void
  /** False: at most one value can be chosen. */
  readonly multiple?: boolean
}) {
  const [opened, setOpened] = useState(false)
  const chosen = choices.filter((choice) => value.includes(choice.value))
  const names = value.map((name) => chosen.find((choice) => choice.value === name)?.label ?? name)

  function toggle(choice: Value): void {
    if (value.includes(choice)) onChange(value.filter((other) => other !== choice))
    else onChange(multiple ? [...value, choice] : [choice])
  }

  return (
    <span className="filter-select" data-chosen={value.length > 0 || undefined}>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" alignItemsLabels="all">
        <Menu.Target>
          <Button
            size="xs"
            className="filter-chip"
            aria-label={`${label}${names.length > 0 ? `: ${names.join(', ')}` : ''}`}
          >
            {label}
            {names.length === 0 ? (
              <IconChevronDown size={12} stroke={1.5} />
            ) : (
              <span className="filter-value">
                {names.length > 2 ? `${names.length} chosen` : names.join(', ')}
              </span>
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} className="filter-menu">
          {choices.length === 0 ? <Menu.Label>Nothing to choose yet</Menu.Label> : null}
          {choices.map((choice) => (
            <Menu.CheckboxItem
              key={choice.value}
              checked={value.includes(choice.value)}
              closeMenuOnClick={!multiple}
              onChange={() => toggle(choice.value)}
              checkIcon={<IconCheck size={14} stroke={1.5} />}
              rightSection={
                choice.count === undefined ? null : <span className="figures tertiary">{choice.count}</span>
              }
            >
              {choice.label}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {value.length === 0 ? null : (
        <CloseButton
          size="xs"
          aria-label={`Clear ${label}`}
          className="filter-clear"
          onClick={() => onChange([])}
        />
      )}
    </span>
  )
}
