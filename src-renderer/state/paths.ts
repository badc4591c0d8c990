/** Where the window can be, as a path. The first part names the view, the rest what is selected in it. */

/** The path of a standard, at one of its sections or lines. */
export function standardPath(
  id: string,
  {
    section,
    edit = false,
    line,
  }: { readonly section?: string; readonly edit?: boolean; readonly line?: number } = {},
): string {
  const query = new URLSearchParams()
  if (edit) query.set('edit', '1')
  if (line !== undefined) query.set('line', String(line))
  const search = query.size > 0 ? `?${query}` : ''
  const hash = section ? `#${encodeURIComponent(section)}` : ''
  return `/standards/${id.split('/').map(encodeURIComponent).join('/')}${search}${hash}`
}

/** The path on which the Standards view opens a new standard, prepared from what is known of it. */
export function newStandardPath(
  known: {
    readonly title?: string
    readonly language?: string
    readonly domain?: string
    /** The gap that it is to fill. */
    readonly gap?: string
  } = {},
): string {
  return `/standards?${new URLSearchParams({ new: '1', ...known })}`
}

export function requestPath(seq: number): string {
  return `/activity/${seq}`
}

/** The Activity view, with the requests of one session. */
export function sessionPath(session: string): string {
  return `/activity?${new URLSearchParams({ session })}`
}

/** The view's name and what is selected in it; both empty where nothing is. */
export function splitPath(path: string): { readonly view: string; readonly rest: string } {
  const [view = '', ...rest] = path.replace(/^\//, '').split('/')
  return { view, rest: rest.map(decode).join('/') }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
