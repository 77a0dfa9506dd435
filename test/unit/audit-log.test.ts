import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AuditLog, type Wanted } from '@main/kernel/audit/audit-log'
import { systemClock } from '@main/kernel/clock'

describe('the audit log', () => {
  let folder: string
  let log: AuditLog
  let now: Date
  let failures: unknown[]
  const openLog = (): Promise<AuditLog> =>
    AuditLog.open(folder, { ...systemClock, now: () => now }, (cause) => failures.push(cause))
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'audit-')), 'audit')
    now = new Date(2026, 0, 2, 3, 4, 5)
    failures = []
    log = await openLog()
  })
  afterEach(async () => {
    await log.close()
    await rm(join(folder, '..'), { recursive: true, force: true })
  })

  const say = (text: string): void =>
    log.record({ user: 'ada', address: '', operation: 'x.y', objects: [], text, outcome: 'ok' })
  const passSeconds = (seconds: number): void => void (now = new Date(now.getTime() + seconds * 1000))
  const page = async (wanted: Partial<Wanted> = {}): Promise<{ texts: string[]; ids: string[]; total: number }> => {
    const { entries, total } = await log.page({ limit: 100, start: 0, ...wanted })
    return { texts: entries.map(({ text }) => text), ids: entries.map(({ id }) => id), total }
  }
  const texts = async (wanted?: Partial<Wanted>): Promise<string[]> => (await page(wanted)).texts
  const reopen = async (): Promise<void> => {
    await log.close()
    log = await openLog()
  }
  const dayFile = (day = '2026-01-02'): string => join(folder, `audit-${day}.log`)
  /** One entry at noon on each of the first days of January. */
  const sayOnDays = (...days: number[]): void => {
    for (const day of days) {
      now = new Date(2026, 0, day, 12)
      say(`on ${day}`)
    }
  }

  test('gives the newest first, with ids made of the time and a number', async () => {
    say('one')
    say('two')
    passSeconds(1)
    say('three')
    expect(await page()).toEqual({
      texts: ['three', 'two', 'one'],
      ids: ['20260102030406000', '20260102030405001', '20260102030405000'],
      total: 3
    })
  })

  test('gives pages of a long log without a gap, whatever is in the texts', async () => {
    const said = Array.from({ length: 3000 }, (_, index) => `${index} "é漢\u2028\n\r ${'z'.repeat(index % 97)}`)
    for (const text of said) {
      say(text)
      passSeconds(1)
    }
    const read: string[] = []
    for (let start = 0; start < 3000; start += 70) {
      const { texts, total } = await page({ limit: 70, start })
      expect(total).toBe(3000)
      read.push(...texts)
    }
    expect(read).toEqual(said.toReversed())
    expect(await texts({ start: 3000 })).toEqual([])
    await reopen()
    expect(await texts({ limit: 1, start: 2999 })).toEqual([said[0]])
  })

  test('begins a file with every local day, and pages over them', async () => {
    now = new Date(2026, 0, 2, 23, 59, 59)
    say('before midnight')
    passSeconds(1)
    say('after midnight')
    expect(await texts()).toEqual(['after midnight', 'before midnight'])
    expect((await readdir(folder)).toSorted()).toEqual(['audit-2026-01-02.log', 'audit-2026-01-03.log'])
    expect(await texts({ limit: 1, start: 1 })).toEqual(['before midnight'])
    // Counted already, and not read again.
    expect(await page({ limit: 1 })).toMatchObject({ texts: ['after midnight'], total: 2 })
  })

  test('keeps to a range of times, both included', async () => {
    sayOnDays(1, 2, 3, 4)
    expect(await page({ after: '2026-01-02 12:00:00', before: '2026-01-03 12:00:00' })).toMatchObject({
      texts: ['on 3', 'on 2'],
      total: 2
    })
    expect(await texts({ after: '2026-01-02 12:00:01', before: '2026-01-03 11:59:59' })).toEqual([])
    expect(await texts({ after: '2026-01-03 00:00:00' })).toEqual(['on 4', 'on 3'])
    expect(await texts({ before: '2026-01-01 12:00:00' })).toEqual(['on 1'])
    expect(await page({ limit: 1, before: '2026-01-03 00:00:00' })).toMatchObject({ texts: ['on 2'], total: 2 })
  })

  test('never gives an id twice: not in a busy second, after a restart, nor when the clock is set back', async () => {
    for (let count = 0; count < 1500; count++) say('busy')
    await reopen()
    say('after a restart')
    passSeconds(-1)
    say('set back')
    now = new Date(2026, 0, 1)
    say('a day back')
    now = new Date(2026, 0, 2, 3, 4, 5)
    say('and forth')
    const ids: string[] = []
    for (let start = 0; start < 1504; start += 100) ids.push(...(await page({ start })).ids)
    expect(new Set(ids).size).toBe(1504)
    expect(ids).toContain('20260102030406499')
  })

  test('removes entries of several days, and nothing if one is not there', async () => {
    sayOnDays(1, 2, 3)
    say('on 3 again')
    const { ids } = await page()
    const [again = '', third = '', second = '', first = ''] = ids
    for (const unknown of ['20260102120000001', '../../etc/passwd', ''])
      await expect(log.remove([third, unknown, first])).rejects.toMatchObject({
        code: 'LOG_NOT_FOUND',
        message: `There is no log entry "${unknown}"`
      })
    expect((await page()).ids).toEqual(ids)
    await log.remove([third, first, third])
    expect(await page()).toMatchObject({ ids: [again, second], total: 2 })
    say('later')
    await reopen()
    expect(await texts()).toEqual(['later', 'on 3 again', 'on 2'])
    expect((await readdir(folder)).filter((name) => !name.endsWith('.log'))).toEqual([])
  })

  test('goes on being written while entries are removed', async () => {
    for (let count = 0; count < 900; count++) say(`${count}`)
    const { ids } = await page()
    const removing = log.remove(ids)
    for (let count = 900; count < 1000; count++) say(`${count}`)
    await removing
    const { total, texts } = await page()
    expect(total).toBe(900)
    expect(texts[0]).toBe('999')
  })

  test.each([
    ['done again, if all was ready', ['replacing'], ['later']],
    ['undone, if it was not', [], ['later', 'kept', 'removed']]
  ])('a removal that was cut off is %s', async (_what, marks, left) => {
    say('removed')
    await page()
    await cp(dayFile(), `${dayFile()}.old`)
    say('kept')
    await log.close()
    await rename(`${dayFile()}.old`, `${dayFile()}.new`)
    if (marks.length > 0) await writeFile(`${dayFile()}.new`, '')
    for (const mark of marks) await writeFile(join(folder, mark), '')
    log = await openLog()
    say('later')
    expect(await texts()).toEqual(left)
    expect(await readdir(folder)).toEqual(['audit-2026-01-02.log'])
  })

  test('a line that a crash cut off anywhere costs no other entry', async () => {
    say('whole')
    await log.close()
    const { length: whole } = await readFile(dayFile())
    log = await openLog()
    say('cut é off')
    await log.close()
    const bytes = await readFile(dayFile())
    for (let length = whole; length < bytes.length; length++) {
      await truncate(dayFile(), 0)
      await writeFile(dayFile(), bytes.subarray(0, length))
      log = await openLog()
      say('later')
      // Only its line end may be missing.
      expect(await texts()).toEqual(['later', ...(length === bytes.length - 1 ? ['cut é off'] : []), 'whole'])
      await log.close()
    }
    log = await openLog()
  })

  test('what a power cut leaves of a file is passed over, however long', async () => {
    say('whole')
    await log.close()
    await appendFile(dayFile(), Buffer.alloc(1 << 20))
    log = await openLog()
    say('later')
    expect(await page()).toMatchObject({ texts: ['later', 'whole'], total: 2 })
    await log.remove((await page({ limit: 1 })).ids)
    expect(await texts()).toEqual(['whole'])
  })

  test('a disk that takes nothing loses nothing: entries wait', async () => {
    await rename(folder, `${folder}.away`)
    say('one')
    say('two')
    await expect(page()).rejects.toMatchObject({ code: 'ENOENT' })
    await rename(`${folder}.away`, folder)
    say('three')
    expect(await texts()).toEqual(['three', 'two', 'one'])
    expect(failures).toMatchObject([{ code: 'ENOENT' }])
  })
})
