import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { standardPath } from '../state/paths.ts'
import { linkTarget } from './link-target.ts'

/** A link in a standard. An external link opens another tab, a link to a standard stays in the window, others are plain text. */
export function StandardLink({
  from,
  href,
  children,
}: {
  /** Id of the standard that has the link. */
  readonly from: string
  readonly href: string
  readonly children: ReactNode
}) {
  const target = linkTarget(href, from)
  if (target.kind === 'dead') return <span title={href === '' ? undefined : href}>{children}</span>
  if (target.kind === 'outside')
    return (
      <a href={target.href} target="_blank" rel="noopener noreferrer" title={target.href}>
        {children}
      </a>
    )
  if (target.kind === 'here')
    return (
      <a
        href={`#${target.section}`}
        onClick={(event) => {
          event.preventDefault()
          document.getElementById(target.section)?.scrollIntoView({ block: 'start' })
        }}
      >
        {children}
      </a>
    )
  return <Link href={standardPath(target.id, { section: target.section })}>{children}</Link>
}
