import { createContext, type ReactNode, useContext } from 'react'
import { matchesWords } from './match-setting.ts'

/** The words that the user looks for; a row that has none of them is not drawn. */
export const SettingSearch = createContext('')

/** One thing to choose: what it is, what it means, and the control at its right. */
export function SettingRow({
  label,
  text,
  error,
  children,
}: {
  readonly label: string
  readonly text?: ReactNode
  /** What is wrong with the value that was typed; the old one works on. */
  readonly error?: ReactNode
  readonly children?: ReactNode
}) {
  const search = useContext(SettingSearch)
  if (!matchesWords(search, label, text)) return null
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
