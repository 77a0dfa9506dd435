import type { SnapshotLink } from '@shared/rules/snapshot-tree'

/** One row of the drawn tree: a snapshot, or the guest as it is now. Lanes are columns, counted from the left. */
export interface SnapshotRow {
  /** Undefined is where the guest is. */
  readonly name: string | undefined
  readonly lane: number
  /** The lane of the one that it was taken on, where a line comes from; undefined at a root. */
  readonly from: number | undefined
  /** Lanes whose lines only pass by. */
  readonly passing: readonly number[]
  /** Whether a line goes on downwards from it. */
  readonly down: boolean
}

interface Placed {
  readonly name: string | undefined
  readonly parent: string
  readonly lane: number
}

/**
 * Lays a tree out, oldest first: the way to where the guest is keeps to its lane, and what branches off stands above
 * the next step of that way, in lanes further right.
 */
export function snapshotRows(tree: readonly SnapshotLink[]): SnapshotRow[] {
  const names = new Set(tree.map(({ name }) => name))
  const current = tree.find((snapshot) => snapshot.current)?.name
  const onTheWay = wayTo(tree, current)
  const placed: Placed[] = []

  const place = ({ name, backing }: SnapshotLink, lane: number): void => {
    placed.push({ name, parent: names.has(backing) ? backing : '', lane })
    const children = tree.filter((child) => child.backing === name)
    // The guest itself goes on from the current one, in its lane; else the way, or the latest, does.
    const straight =
      name === current ? undefined : (children.find((child) => onTheWay.has(child.name)) ?? children.at(-1))
    for (const child of children) if (child !== straight) place(child, lane + 1)
    if (name === current) placed.push({ name: undefined, parent: name, lane })
    else if (straight) place(straight, lane)
  }
  for (const root of tree) if (!names.has(root.backing)) place(root, 0)
  return placed.map((row, index) => drawn(placed, row, index))
}

/** The names from a root to a snapshot. */
function wayTo(tree: readonly SnapshotLink[], name: string | undefined): ReadonlySet<string> {
  const way = new Set<string>()
  let at = tree.find((snapshot) => snapshot.name === name)
  while (at && !way.has(at.name)) {
    way.add(at.name)
    const { backing } = at
    at = tree.find((snapshot) => snapshot.name === backing)
  }
  return way
}

function drawn(placed: readonly Placed[], { name, parent, lane }: Placed, index: number): SnapshotRow {
  const parentLane = (child: Placed): number | undefined => placed.find((row) => row.name === child.parent)?.lane
  const isBelow = (child: Placed): boolean => placed.indexOf(child) > index
  const passing = placed
    .filter((child) => isBelow(child) && placed.findIndex((row) => row.name === child.parent) < index)
    .flatMap((child) => (child.parent === '' ? [] : (parentLane(child) ?? [])))
  return {
    name,
    lane,
    from: parent === '' ? undefined : placed.find((row) => row.name === parent)?.lane,
    passing: [...new Set(passing)],
    down: name !== undefined && placed.some((child) => child.parent === name)
  }
}
