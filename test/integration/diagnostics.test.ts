import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '@main/kernel/clock'
import { DailyFile } from '@main/kernel/daily-file'
import { Logger } from '@main/kernel/logger'
import { account, createServedWorld, type ServedWorld } from '../support/served-world'

const GiB = 2 ** 30
const bytes = (name: string, bundle: Buffer): string =>
  execFileSync('tar', ['-xzOf', '-', name], { input: bundle }).toString()

let served: ServedWorld
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())

describe('the log', () => {
  test('is read back with what the shell has said, from a level on, oldest first', async () => {
    const { app, client, folder } = served.world
    const shellFile = new DailyFile(join(folder, 'logs'), 'shell')
    app.log.info('the first')
    await client.diagnostics.log({})
    new Logger(shellFile, systemClock, 'shell').warn('the second', { id: 7 })
    await shellFile.flush()
    app.log.for('cells').error('the third', new Error('why'))
    const all = await client.diagnostics.log({ lines: 3 })
    expect(all.map(({ source, level }) => [source, level])).toEqual([
      ['app', 'info'],
      ['shell', 'warn'],
      ['cells', 'error']
    ])
    expect(all.map(({ message }) => message)).toEqual([
      'the first',
      'the second {"id":7}',
      expect.stringContaining('Error: why')
    ])
    expect((await client.diagnostics.log({ level: 'error' })).every(({ level }) => level === 'error')).toBe(true)
    expect(await client.diagnostics.log({ lines: 1, level: 'warn' })).toMatchObject([{ source: 'cells' }])
  })
})

describe('the support bundle', () => {
  test('tells what helps, and no secret and no name, whatever the log says', async () => {
    const { app, client } = served.world
    const task = await client.guest.create({ name: 'payroll-db', cores: 1, memory: GiB, disks: [GiB] })
    await served.world.ended(task)
    const { monitor_secret } = await client.guest.get({ id: task.subject })
    const planted = {
      password: account.password,
      session: served.session,
      token: 'qT3yXv0Zk9LmN2bHc7RdWs5FgJp8UaEi',
      ticket: randomUUID(),
      hostKey: 'AAAAC3NzaC1lZDI1NTE5AAAAIJ4xq3nYwUq0',
      privateKey: 'b3BlbnNzaC1rZXktdjEAAAAA',
      fingerprint: 'n5wXc9qDMz2T1hJ1p0VvXyZ7iQd3cF8m0sWfQm7Yb2E'
    }
    app.log.error(`signing in with password=${planted.password} failed`, new Error(`Nano-Session: ${planted.session}`))
    app.log.warn(`guest payroll-db is used by ${account.user}`, { token: planted.token, ticket: planted.ticket })
    app.log.warn(`the key of the host is ssh-ed25519 ${planted.hostKey}, SHA256:${planted.fingerprint}`)
    app.log.info(`-----BEGIN OPENSSH PRIVATE KEY-----\n${planted.privateKey}\n-----END OPENSSH PRIVATE KEY-----`)
    app.log.info(`the screen opens with ${monitor_secret}`)

    const { status, bytes: bundle, headers } = await served.ask('GET /diagnostics/bundle/')
    expect(status).toBe(200)
    expect(headers['content-disposition']).toMatch(/nano-support-\d{14}\.tar\.gz/)
    expect(execFileSync('tar', ['-tzf', '-'], { input: bundle }).toString()).toBe('report.json\napp.log\n')
    const [report, log] = [bytes('report.json', bundle), bytes('app.log', bundle)]
    for (const [what, value] of Object.entries({ ...planted, monitor_secret, guest: 'payroll-db' }))
      expect(report + log, what).not.toContain(value)
    expect(report + log).not.toMatch(new RegExp(`\\b${account.user}\\b`))
    expect(JSON.parse(report)).toMatchObject({
      version: '0.0.0',
      node: process.versions.node,
      rest_setting: { enabled: true },
      counts: { guests: 1, users: 1, cells: 1 },
      cells: [{ name: 'sim-a', driver: 'simulated', alive: true }],
      timings: expect.arrayContaining([expect.objectContaining({ cell: 'sim-a', call: 'host' })]) as unknown
    })
    expect(log).toContain('warn app: guest [name] is used by [name]')
  })
})

describe('the timings', () => {
  test('count the calls to each cell', async () => {
    const { client } = served.world
    const host = (await client.diagnostics.timings({})).find(({ call }) => call === 'host')
    expect(host).toMatchObject({ cell: 'sim-a', failed: 0, last_error: '', under_way: 0 })
    expect(host?.count).toBeGreaterThan(0)
    expect(host?.p95).toBeGreaterThanOrEqual(host?.median ?? Infinity)
  })
})
