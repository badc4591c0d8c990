/** The version in package.json, put in by the build. */
declare const PLUMBLINE_VERSION: string
