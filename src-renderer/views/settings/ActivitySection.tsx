import { formatBytes, formatCount } from '../../../src-shared/format.ts'
import { useAppState } from '../../state/app-state.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingSwitch, SwitchRow } from './SettingSwitch.tsx'
import { errorText, useSetting } from './use-setting.ts'

/** What the log keeps of requests, and for how long. */
export function ActivitySection() {
  const activity = useAppState((state) => state.settings.activity)
  const cache = useAppState((state) => state.settings.cache)
  const rows = useAppState((state) => state.activity.rows)
  const bytes = useAppState((state) => state.activity.bytes)
  const keepDays = useSetting()
  const keepRows = useSetting()
  const cacheTtl = useSetting()
  const cacheEnabled = useSetting()
  return (
    <>
      <SettingRow
        label="Keep requests for"
        text={`Older ones are deleted bit by bit. Now ${formatCount(rows, 'row')}, ${formatBytes(bytes)}.`}
        error={errorText(keepDays.error ?? keepRows.error)}
      >
        <NumberField
          label="Days to keep requests"
          value={activity.keepDays}
          unit={activity.keepDays === 1 ? 'day' : 'days'}
          width={84}
          setting={keepDays}
          change={(days) => ({ activity: { keepDays: days } })}
        />
        <span className="secondary">or</span>
        <NumberField
          label="Requests to keep"
          value={activity.keepRows}
          unit="rows"
          width={120}
          grouped
          setting={keepRows}
          change={(count) => ({ activity: { keepRows: count } })}
        />
      </SettingRow>
      <SwitchRow
        label="Keep request and response bodies"
        text="Without them the drawer shows sizes and times only."
        checked={activity.bodies}
        change={(bodies) => ({ activity: { bodies } })}
      />
      <SwitchRow
        label="Hide secrets before they are written"
        text="Keys, tokens, passwords and private key blocks become ••••."
        checked={activity.mask}
        change={(mask) => ({ activity: { mask } })}
      />
      <SettingRow
        label="Cache responses for"
        text="Responses that take long to find are sent again while the index has not changed."
        error={errorText(cacheTtl.error ?? cacheEnabled.error)}
      >
        <NumberField
          label="Seconds to cache responses"
          value={cache.ttl}
          unit="s"
          width={84}
          setting={cacheTtl}
          disabled={!cache.enabled}
          change={(ttl) => ({ cache: { ttl } })}
        />
        <SettingSwitch
          label="Cache responses"
          checked={cache.enabled}
          setting={cacheEnabled}
          change={(enabled) => ({ cache: { enabled } })}
        />
      </SettingRow>
    </>
  )
}
