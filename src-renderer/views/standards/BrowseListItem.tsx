import { IconAlertTriangle } from '@tabler/icons-react'
import type { ListHit, ListRow } from '../../../src-shared/contract/contract.ts'
import { formatCount, formatNumber } from '../../../src-shared/format.ts'
import { Snippet } from '../../components/Marked.tsx'
import { SkeletonBar } from '../../components/SkeletonRows.tsx'
import { TimeAgo } from '../../components/TimeAgo.tsx'
import { go } from '../../state/location.ts'
import { standardPath } from '../../state/paths.ts'

/** Section hits that a row shows at most. */
const MAX_HITS = 3

/** A standard in the list: title and number of requests, path and age, and the sections that a search found. */
export function BrowseListItem({ row, words }: { readonly row: ListRow; readonly words: string }) {
  const hits = words === '' ? [] : row.hits.slice(0, MAX_HITS)
  return (
    <div className="browse-row">
      <div className="browse-line">
        <span className="browse-title ellipsis">{row.title}</span>
        {row.problems === 0 ? null : (
          <IconAlertTriangle
            className="browse-problem"
            size={14}
            stroke={1.5}
            role="img"
            aria-label={formatCount(row.problems, 'problem')}
          />
        )}
        <span className="figures browse-asked" title={`Asked for ${formatCount(row.requests, 'time')}`}>
          {formatNumber(row.requests)}
        </span>
      </div>
      <div className="browse-line browse-second">
        <span className="mono ellipsis">{row.id}</span>
        <span className="browse-age">
          <TimeAgo at={Date.parse(row.updated)} />
        </span>
      </div>
      {hits.map((hit) => (
        <Hit key={`${hit.slug}:${hit.snippet}`} row={row} hit={hit} />
      ))}
      {row.hits.length > hits.length && hits.length > 0 ? (
        <div className="browse-more tertiary">
          {formatCount(row.hits.length - hits.length, 'more section')}
        </div>
      ) : null}
    </div>
  )
}

function Hit({ row, hit }: { readonly row: ListRow; readonly hit: ListHit }) {
  // The title of the standard is already in the first line.
  const path = [...hit.path.split(' > '), hit.heading].filter((part) => part !== '' && part !== row.title)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard walks through the marks of the document instead.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className="browse-hit"
      onClick={(event) => {
        event.stopPropagation()
        go(standardPath(row.id, { section: hit.slug }))
      }}
    >
      <div className="browse-hit-head ellipsis">{path.length === 0 ? 'At the top' : path.join(', ')}</div>
      <div className="browse-snippet">
        <Snippet text={hit.snippet} />
      </div>
    </div>
  )
}

/** A row that is being loaded. */
export function BrowseListItemSkeleton({ index }: { readonly index: number }) {
  return (
    <div className="browse-row">
      <div className="browse-line">
        <SkeletonBar row={index} column={0} />
      </div>
      <div className="browse-line browse-second">
        <SkeletonBar row={index} column={1} width="45%" />
      </div>
    </div>
  )
}
