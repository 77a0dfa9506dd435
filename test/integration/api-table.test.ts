import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '@shared/contract'
import type { Task } from '@shared/contract/task'
import { quickClock } from '../support/made-up-hosts'
import { createServedWorld, type Answer } from '../support/served-world'
import { BridgeClient } from '../support/socket-client'
import { byteLines, rows, Table, type Row } from './api-rows'
import { misfits } from './api-shapes'
import { asRequest } from './as-request'

type Input = Readonly<Record<string, unknown>>

/** Every way to write a row's path: both prefixes, both words, with and without the last slash. */
function spellings({ route, seed }: Row): string[] {
  const [method = '', path = ''] = route.split(' ')
  const words = [path, ...(seed === undefined ? [] : [seed.split(' ')[1] ?? ''])]
  return words.flatMap((word) =>
    ['', '/api/v1'].flatMap((prefix) => {
      const plain = word.replace(/\/$/, '')
      return [`${method} ${prefix}${plain}`, `${method} ${prefix}${plain}/`]
    })
  )
}

const kindOf = new Map(operations.map(({ name, operation }) => [name, operation.kind]))

describe('the API', () => {
  let table: Table
  let browser: BridgeClient
  beforeAll(async () => {
    table = new Table(await createServedWorld({ clock: quickClock }))
    browser = await BridgeClient.connect(table.served.url)
    browser.present(table.served.session)
  })
  afterAll(async () => {
    browser.close()
    await table.served.close()
  })

  const ask = async (spelling: string, input: Input): Promise<Answer> => {
    const { route, body } = asRequest(spelling, input)
    return table.served.ask(route, { body })
  }

  describe.each(rows)('$line $route', (row) => {
    test.each(spellings(row))('%s', async (spelling) => {
      const input = await row.good(table, String(spellings(row).indexOf(spelling)))
      const { status, envelope } = await ask(spelling, input)
      expect(envelope).toMatchObject({ error_code: 0, message: '' })
      expect(status).toBe(row.status ?? 200)
      expect(misfits(envelope.data, row.answer)).toEqual([])
    })

    test('over the bridge', async () => {
      const input = await row.good(table, 'bridge')
      // Whoever signs in over the bridge is somebody else there from then on.
      browser.present(table.served.session)
      const reply = await browser.call(row.operation, input)
      if (!reply.ok) return expect.fail(reply.error.message)
      if (kindOf.get(row.operation) === 'task') {
        expect(await table.served.world.ended(reply.value as Task)).toMatchObject({ state: 'done', error: '' })
        return
      }
      expect(misfits(row.answer === '' ? Object.keys(reply.value as object).join() : reply.value, row.answer)).toEqual(
        []
      )
    })

    if (!row.bad) return
    const { input, code } = row.bad
    test('refuses what is wrong, and says what', async () => {
      const { status, envelope } = await ask(row.route, input)
      expect(envelope).toMatchObject({ error_code: code, data: {} })
      expect(status).toBe(200)
      const reply = await browser.call(row.operation, input)
      expect(reply).toMatchObject({ ok: false, error: { message: envelope.message } })
      expect(envelope.message).not.toMatch(/object Object|at .*\.ts:/)
    })
  })

  test('has a row for every line', () => {
    const lines = new Set([...rows.map(({ line }) => line), ...byteLines])
    expect([...lines].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 87 }, (_, index) => index + 1))
  })
})
