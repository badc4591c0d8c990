/** Orders standards by the depth of their folder, short paths first, then by id. */
export function byDepth(a: { readonly id: string }, b: { readonly id: string }): number {
  return depthOf(a.id) - depthOf(b.id) || (a.id < b.id ? -1 : 1)
}

function depthOf(id: string): number {
  return id.split('/').length
}
