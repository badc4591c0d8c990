import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconBook2, IconChevronDown, IconCopy, IconRefresh } from '@tabler/icons-react'
import type { RequestDetail } from '../../../src-shared/contract/activity.ts'
import { KeyHint } from '../../components/KeyHint.tsx'
import type { RequestActions } from './use-request-actions.tsx'

/** The buttons of a request. A disabled Run again shows its reason as a tooltip. */
export function RequestActionBar({
  detail: { references },
  actions,
}: {
  readonly detail: RequestDetail
  readonly actions: RequestActions | null
}) {
  return (
    <div className="request-actions">
      <Tooltip label={actions?.cannotRunReason} disabled={!actions?.cannotRunReason}>
        <Button
          leftSection={<IconRefresh size={14} stroke={1.5} />}
          rightSection={<KeyHint id="activity.runAgain" />}
          disabled={!actions?.runAgain}
          onClick={() => actions?.runAgain?.()}
        >
          Run again
        </Button>
      </Tooltip>
      <Button.Group>
        <Button
          leftSection={<IconBook2 size={14} stroke={1.5} />}
          rightSection={<KeyHint id="activity.openStandard" />}
          disabled={!actions?.openStandard}
          title={references[0]?.id}
          onClick={() => actions?.openStandard?.()}
        >
          Open standard
        </Button>
        {references.length > 1 ? (
          <Menu>
            <Menu.Target>
              <ActionIcon
                variant="default"
                className="request-more"
                aria-label={`All ${references.length} standards of the answer`}
              >
                <IconChevronDown size={12} stroke={1.5} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className="request-menu">
              {references.map((reference) => (
                <Menu.Item
                  key={`${reference.id}#${reference.section}`}
                  onClick={() => actions?.openStandard?.(reference)}
                >
                  {reference.id}
                  {reference.section === null ? null : (
                    <span className="secondary">, {reference.section}</span>
                  )}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Button.Group>
      <Menu>
        <Menu.Target>
          <Button
            leftSection={<IconCopy size={14} stroke={1.5} />}
            rightSection={<IconChevronDown size={12} stroke={1.5} />}
            disabled={!actions}
          >
            Copy
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={!actions?.copyCurl}
            rightSection={<KeyHint id="activity.copyCurl" />}
            onClick={() => actions?.copyCurl?.()}
          >
            As curl
          </Menu.Item>
          <Menu.Item rightSection={<KeyHint id="list.copy" />} onClick={() => actions?.copyJson()}>
            As JSON
          </Menu.Item>
          <Menu.Item disabled={!actions?.copyArguments} onClick={() => actions?.copyArguments?.()}>
            Arguments
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
