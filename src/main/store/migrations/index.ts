import first from './0001-first'

/** Applied in order; the index + 1 is the schema version. Never edit or reorder a released entry. */
export const migrations: readonly string[] = [first]
