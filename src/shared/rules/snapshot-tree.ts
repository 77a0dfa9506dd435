/** One snapshot in the tree of its guest. */
export interface SnapshotLink {
  readonly name: string
  /** The one it was taken on, '' for the root. */
  readonly backing: string
  /** True for the one that the guest's disks go on from; exactly one is, unless there is none. */
  readonly current: boolean
}

/**
 * Names that keep a snapshot from being deleted: all that were taken on it, when these are several, or when
 * the guest itself goes on from it too (api/semantics 3.7, the 1.4 column).
 */
export function neededBy(tree: readonly SnapshotLink[], name: string): string[] {
  const children = tree.filter(({ backing }) => backing === name).map((child) => child.name)
  const isCurrent = tree.some((snapshot) => snapshot.current && snapshot.name === name)
  return children.length > (isCurrent ? 0 : 1) ? children : []
}

/** The tree with a new snapshot, taken on the current one. */
export function withTaken<S extends SnapshotLink>(tree: readonly S[], taken: Omit<S, 'backing' | 'current'>): S[] {
  const backing = tree.find(({ current }) => current)?.name ?? ''
  return [...tree.map((snapshot) => ({ ...snapshot, current: false })), { ...taken, backing, current: true } as S]
}

/** The tree of a guest that goes on from `name`. */
export const withCurrent = <S extends SnapshotLink>(tree: readonly S[], name: string): S[] =>
  tree.map((snapshot) => ({ ...snapshot, current: snapshot.name === name }))

/** The tree without one that nobody needs: its child, or the guest itself, goes on from the one below. */
export function withoutTaken<S extends SnapshotLink>(tree: readonly S[], name: string): S[] {
  const gone = tree.find((snapshot) => snapshot.name === name)
  if (!gone) return [...tree]
  return tree
    .filter((snapshot) => snapshot !== gone)
    .map((snapshot) => ({
      ...snapshot,
      backing: snapshot.backing === name ? gone.backing : snapshot.backing,
      current: snapshot.current || (gone.current && snapshot.name === gone.backing)
    }))
}
