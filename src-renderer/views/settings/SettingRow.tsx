import { createContext, type ReactNode, useContext } from 'react'
import { matchesSetting } from './match-setting.ts'

/** The search of the view. A row that does not match is hidden. */
export const SettingSearch = createContext('')

/** A setting: label, explanation, and the control at the right. */
export function SettingRow({
  label,
  text,
  error,
  children,
}: {
  readonly label: string
  readonly text?: ReactNode
  /** Why the value that was entered cannot be used. */
  readonly error?: ReactNode
  readonly children?: ReactNode
}) {
  const search = useContext(SettingSearch)
  if (!matchesSetting(search, label, text)) return null
  return (
    <div className="setting-row">
      <div className="setting-words">
        <h3>{label}</h3>
        {text === undefined ? null : <p>{text}</p>}
        {error ? (
          <p className="setting-error" role="alert">
            {error}
          </p>
        ) : null}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  )
}
