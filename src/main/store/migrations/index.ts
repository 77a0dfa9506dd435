import first from './0001-first'
import wholeApi from './0002-whole-api'

/** Applied in order; the index + 1 is the schema version. Never edit or reorder a released entry. */
export const migrations: readonly string[] = [first, wholeApi]
