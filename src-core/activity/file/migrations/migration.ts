/** A step from one version of the schema to the next. It keeps the rows. */
export interface Migration {
  /** The `user_version` after the step. */
  readonly version: number
  readonly sql: string
}
