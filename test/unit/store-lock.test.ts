import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FolderLock } from '@main/store/folder-lock'
import { processStart } from '@main/kernel/process-start'
import { describe, expect, it } from 'vitest'
import { filesOf, tempFolder } from '../support/store-folder'

/** A process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

const write = (folder: string, owner: unknown): void =>
  writeFileSync(join(folder, 'lock'), typeof owner === 'string' ? owner : JSON.stringify(owner))

describe('the lock of a folder', () => {
  it('is one at a time, and leaves nothing behind', async () => {
    const folder = tempFolder()
    const lock = await FolderLock.take(folder)
    expect(filesOf(folder)).toEqual(['lock'])
    await expect(FolderLock.take(folder)).rejects.toMatchObject({
      code: 'FOLDER_IN_USE',
      details: { path: folder, pid: process.pid }
    })
    expect(filesOf(folder)).toEqual(['lock'])
    lock.release()
    expect(filesOf(folder)).toEqual([])
    ;(await FolderLock.take(folder)).release()
  })

  it('is given to one of many who ask at once', async () => {
    const folder = tempFolder()
    write(folder, { pid: await endedPid(), start: 'then', id: 'x' })
    const takes = await Promise.allSettled(Array.from({ length: 20 }, () => FolderLock.take(folder)))
    expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const take of takes)
      if (take.status === 'rejected') expect(take.reason).toMatchObject({ code: 'FOLDER_IN_USE' })
    expect(filesOf(folder)).toEqual(['lock'])
  })

  it.each([
    ['has ended', async () => ({ pid: await endedPid(), start: '', id: 'x' })],
    ['had the number of a process of today', async () => ({ pid: process.pid, start: 'long ago', id: 'x' })],
    ['was killed while it wrote', async () => '{"pid":'],
    ['was killed before it wrote', async () => '']
  ])('of a process that %s holds nothing', async (_, owner) => {
    const folder = tempFolder()
    write(folder, await owner())
    const lock = await FolderLock.take(folder)
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    lock.release()
    expect(filesOf(folder)).toEqual([])
  })

  it('holds for a living process of which nobody knows when it started', async () => {
    const folder = tempFolder()
    write(folder, { pid: process.ppid, start: '', id: 'x' })
    await expect(FolderLock.take(folder)).rejects.toMatchObject({ details: { pid: process.ppid } })
  })

  it('taken over by another is not released by the one before', async () => {
    const folder = tempFolder()
    const lock = await FolderLock.take(folder)
    write(folder, { pid: process.pid, start: '', id: 'another' })
    lock.release()
    expect(filesOf(folder)).toEqual(['lock'])
  })

  it('sweeps up what killed processes left, and nothing of the living', async () => {
    const folder = tempFolder()
    const [dead, alive] = [`lock.${await endedPid()}.some-id`, `lock.${process.ppid}.some-id`]
    for (const name of [dead, alive]) writeFileSync(join(folder, name), '')
    const lock = await FolderLock.take(folder)
    expect(filesOf(folder)).toEqual(['lock', alive])
    lock.release()
  })
})

describe('the start of a process', () => {
  it.each(['linux', 'darwin'] as const)('tells processes apart, as on %s', async (platform) => {
    const start = await processStart(process.pid, platform)
    expect(start).toEqual(expect.any(String))
    expect(await processStart(process.pid, platform)).toBe(start)
    expect(await processStart(await endedPid(), platform)).toBeUndefined()
  })

  it('is unknown on Windows, of a process that is there', async () => {
    expect(await processStart(process.pid, 'win32')).toBe('')
    expect(await processStart(await endedPid(), 'win32')).toBeUndefined()
  })
})
