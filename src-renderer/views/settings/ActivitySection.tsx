import { Switch } from '@mantine/core'
import { formatNumber } from '../../../src-shared/format.ts'
import { formatBytes } from '../../format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingRow } from './SettingRow.tsx'
import { errorText, useSetting } from './use-setting.tsx'

/** What is kept of the requests, and for how long. */
export function ActivitySection() {
  const activity = useAppState((state) => state.settings.activity)
  const cache = useAppState((state) => state.settings.cache)
  const rows = useAppState((state) => state.activity.rows)
  const bytes = useAppState((state) => state.activity.bytes)
  const days = useSetting()
  const most = useSetting()
  const bodies = useSetting()
  const mask = useSetting()
  const kept = useSetting()
  const ttl = useSetting()
  return (
    <>
      <SettingRow
        label="Keep requests for"
        text={`Older ones are deleted bit by bit. Now ${formatNumber(rows)} rows, ${formatBytes(bytes)}.`}
        error={errorText(days.error ?? most.error)}
      >
        <NumberField
          label="Days to keep requests"
          value={activity.keepDays}
          unit={activity.keepDays === 1 ? 'day' : 'days'}
          width={84}
          failed={days.error !== null}
          disabled={days.blocked}
          onChange={(keepDays) => days.save({ activity: { keepDays } })}
        />
        <span className="secondary">or</span>
        <NumberField
          label="Requests to keep"
          value={activity.keepRows}
          unit="rows"
          width={120}
          grouped
          failed={most.error !== null}
          disabled={most.blocked}
          onChange={(keepRows) => most.save({ activity: { keepRows } })}
        />
      </SettingRow>
      <SettingRow
        label="Keep request and response bodies"
        text="Without them the drawer shows sizes and times only."
        error={errorText(bodies.error)}
      >
        <Switch
          aria-label="Keep request and response bodies"
          checked={activity.bodies}
          disabled={bodies.blocked}
          onChange={(event) => bodies.save({ activity: { bodies: event.currentTarget.checked } })}
        />
      </SettingRow>
      <SettingRow
        label="Hide secrets before they are written"
        text="Keys, tokens, passwords and private key blocks become ••••."
        error={errorText(mask.error)}
      >
        <Switch
          aria-label="Hide secrets before they are written"
          checked={activity.mask}
          disabled={mask.blocked}
          onChange={(event) => mask.save({ activity: { mask: event.currentTarget.checked } })}
        />
      </SettingRow>
      <SettingRow
        label="Keep answers for"
        text="Answers that take long to find are given again while the index is the same."
        error={errorText(ttl.error ?? kept.error)}
      >
        <NumberField
          label="Seconds to keep answers"
          value={cache.ttl}
          unit="s"
          width={84}
          failed={ttl.error !== null}
          disabled={ttl.blocked || !cache.enabled}
          onChange={(seconds) => ttl.save({ cache: { ttl: seconds } })}
        />
        <Switch
          aria-label="Keep answers"
          checked={cache.enabled}
          disabled={kept.blocked}
          onChange={(event) => kept.save({ cache: { enabled: event.currentTarget.checked } })}
        />
      </SettingRow>
    </>
  )
}
