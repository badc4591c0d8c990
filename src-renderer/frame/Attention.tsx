import { useAppState } from '../state/app-state.tsx'
import { go } from '../state/location.ts'
import { attentionLabel } from '../views/connections/card-labels.ts'
import { useConnectionCards } from '../views/connections/use-connection-cards.ts'

/** A status-line button that reports client entries with problems and opens the Connections view. */
export function Attention() {
  const some = useAppState((state) => state.counts.attention > 0)
  return <span role="status">{some ? <Words /> : null}</span>
}

function Words() {
  const words = attentionLabel(useConnectionCards().data ?? [])
  if (words === null) return null
  return (
    <button
      type="button"
      className="status-part status-button status-attention"
      onClick={() => go('/connections')}
    >
      {words}
    </button>
  )
}
