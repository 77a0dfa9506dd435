import { randomUUID } from 'node:crypto'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@main/kernel/clock'
import { processStart } from '@main/kernel/process-start'
import { names, removeFiles, syncFolder, writeJson } from './guest-files'
import { isAlive } from './process-usage'

/** Stands beside a guest while its disks are changed, and until what was left undone is finished. */
export interface ChangeMark {
  readonly id: string
  /** The application that changes them. */
  readonly pid: number
  readonly started: string
  readonly written: readonly Written[]
}

/** A file that goes on showing the same while it is written to; a tool that is killed may lose space in it. */
export interface Written {
  readonly file: string
  /** The file that it is on until the change is made, where that may become another one. */
  readonly backing?: string
}

/** In the environment of every tool that a change starts. */
const VARIABLE = 'NANO_DESKTOP_CHANGE'

export const environmentOf = ({ id }: ChangeMark): Record<string, string> => ({ [VARIABLE]: id })

/** Puts the mark there, durably; undefined if there is one already. */
export async function placeMark(folder: string): Promise<ChangeMark | undefined> {
  const mark = { id: randomUUID(), pid: process.pid, started: (await processStart(process.pid)) ?? '', written: [] }
  const file = await open(join(folder, names.change), 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  if (!file) return undefined
  try {
    await file.writeFile(JSON.stringify(mark))
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
  return mark
}

/** Says, before they are, which files are written to. */
export async function addWritten(folder: string, mark: ChangeMark, written: readonly Written[]): Promise<void> {
  await writeJson(folder, names.change, { ...mark, written })
}

export const removeMark = (folder: string): Promise<void> => removeFiles(folder, names.change)

/** The mark beside a guest; one that was cut off while it was written is nobody's, as nothing was changed yet. */
export async function readMark(folder: string): Promise<ChangeMark | undefined> {
  const text = await readFile(join(folder, names.change), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as ChangeMark
  } catch {
    return { id: '', pid: 0, started: '', written: [] }
  }
}

/** Whether the application that placed the mark still runs. */
export const isOwned = async ({ pid, started }: ChangeMark): Promise<boolean> =>
  pid > 0 && (await processStart(pid)) === started

const END_MS = 5_000
const STEP_MS = 5

/** Ends the tools of a change whose application is gone: they would go on, and write. Only Linux tells whose they are. */
export async function endTools(mark: ChangeMark, clock: Clock): Promise<void> {
  if (process.platform !== 'linux' || mark.id === '') return
  const [[key, value]] = Object.entries(environmentOf(mark)) as [[string, string]]
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const pid = Number(name)
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
    if (pid === process.pid || !environment.split('\0').includes(`${key}=${value}`)) continue
    process.kill(pid, 'SIGKILL')
    for (let waited = 0; waited < END_MS && (await isAlive(pid)); waited += STEP_MS) await clock.sleep(STEP_MS)
  }
}
