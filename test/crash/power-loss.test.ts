import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hastyIo, look, mark, marks, openMarks, tempFolder } from '../support/store-folder'
import { watchedIo } from '../support/watched-io'
import { outcomes, ThoughtDisk } from './power-loss'

/** What can be said at a step of the store's life: how many changes were acknowledged, and how many asked for. */
interface Moment {
  readonly acknowledged: number
  readonly asked: number
}

const nothing: Moment = { acknowledged: 0, asked: 0 }

/** A folder, and the disk in thought that takes the same calls; `watch` sees each before it is made. */
interface Bench {
  readonly folder: string
  readonly disk: ThoughtDisk
  readonly watch: (moment: Moment) => void
}

/** Opens the store, changes it, before and during a fold, and closes it. Gives where that ended. */
async function live({ folder, disk, watch }: Bench, before: Moment): Promise<Moment> {
  let { acknowledged, asked } = before
  const io = watchedIo((step) => {
    if (step.call !== 'close') watch({ acknowledged, asked })
    disk.take(step)
  }, hastyIo)
  const db = await openMarks(folder, { io })
  asked = acknowledged = marks(db).length // whoever sees a change may rely on it
  const change = (): void => {
    mark(db, ++asked, 'x'.repeat(1500)) // some sectors of the disk
    acknowledged = asked
  }
  try {
    change()
    change()
    await Promise.all([db.fold(), Promise.resolve().then(change)])
    change()
  } finally {
    await db.close()
  }
  watch({ acknowledged, asked })
  return { acknowledged, asked }
}

async function expectKept(folder: string, { acknowledged, asked }: Moment, where: string): Promise<void> {
  const seen = await look(folder, hastyIo)
  expect(seen.marks, where).toEqual(Array.from({ length: seen.marks.length }, (_, n) => n + 1))
  expect(seen.marks.length, where).toBeGreaterThanOrEqual(acknowledged)
  expect(seen.marks.length, where).toBeLessThanOrEqual(asked)
  expect(seen.problems, where).toEqual([])
  rmSync(folder, { recursive: true })
}

it.each(outcomes)(
  'a power loss before any call, after which the disk has done %s, loses no change',
  async (outcome) => {
    const [folder, left] = [tempFolder(), tempFolder()]
    const disk = new ThoughtDisk(folder)
    const moments: Moment[] = []
    const watch = (moment: Moment): void => {
      disk.losePower(outcome, join(left, String(moments.length)))
      moments.push(moment)
    }
    for (let life = 0, moment = nothing; life < 3; life++) moment = await live({ folder, disk, watch }, moment)
    expect(moments.length).toBeGreaterThan(100)
    for (const [call, moment] of moments.entries()) await expectKept(join(left, String(call)), moment, `call ${call}`)
  }
)

it('a power loss after a kill before any call and another start loses no change', async () => {
  for (let calls = 0, isOver = false; !isOver; calls++) {
    const [folder, left] = [tempFolder(), tempFolder()]
    const disk = new ThoughtDisk(folder)
    let count = 0
    let killed = nothing
    const kill = (moment: Moment): void => {
      if (count++ >= calls) throw new Error('killed')
      killed = moment
    }
    isOver = await live({ folder, disk, watch: kill }, nothing).then(
      () => true,
      () => false
    )
    const losses = new Map<number, Moment>()
    let call = 0
    const watch = (moment: Moment): void => {
      // Every third call of each second life; together, all of them.
      if ((++call + calls) % 3 !== 0) return
      disk.losePower('nothing', join(left, String(call)))
      losses.set(call, moment)
    }
    await live({ folder, disk, watch }, killed)
    for (const [at, moment] of losses)
      await expectKept(join(left, String(at)), moment, `killed at ${calls}, power lost at ${at}`)
  }
})
