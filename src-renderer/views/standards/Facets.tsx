import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ListPage } from '../../../src-shared/contract/contract.ts'
import { FacetGroup } from './FacetGroup.tsx'
import { domainLabel, languageLabel, problemLabel } from './labels.ts'

const plain = (value: string): string => value

/** The filters of the list: a standard has to match any value of each group. */
export function Facets({ facets }: { readonly facets: ListPage['facets'] | undefined }) {
  if (!facets) return <div className="facets" />
  return (
    <div className="facets">
      <FacetGroup title="Language" facet="languages" values={facets.languages} labelOf={languageLabel} />
      <FacetGroup title="Domain" facet="domains" values={facets.domains} labelOf={domainLabel} />
      <FacetGroup title="Tag" facet="tags" values={facets.tags} labelOf={plain} searchable />
      <FacetGroup title="Problem" facet="problems" values={facets.problems} labelOf={problemLabel} />
    </div>
  )
}

/** The filters in a popover, for narrow windows. */
export function FacetsButton({
  facets,
  chosen,
}: {
  readonly facets: ListPage['facets'] | undefined
  readonly chosen: number
}) {
  return (
    <Popover position="bottom-start" width={200} trapFocus>
      <Popover.Target>
        <Tooltip label="Narrow the list">
          <Indicator disabled={chosen === 0} size={7} offset={5}>
            <ActionIcon aria-label={chosen === 0 ? 'Narrow the list' : `Narrow the list, ${chosen} chosen`}>
              <IconFilter size={16} stroke={1.5} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} className="facets-popover">
        <Facets facets={facets} />
      </Popover.Dropdown>
    </Popover>
  )
}
