import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RestDoor } from '@main/gateways/rest-door'
import { freePort } from '../support/free-port'
import { account, send } from '../support/served-world'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

let world: World
let door: RestDoor
const open: (() => unknown)[] = []

beforeEach(async () => {
  world = await createWorld()
  door = new RestDoor(world.app)
})
afterEach(async () => {
  for (const close of open.splice(0)) close()
  await door.close()
  await world.close()
})

/** A port that a program of ours holds. */
async function heldPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => server.close())
  return (server.address() as AddressInfo).port
}
const statusAt = async (at: number): Promise<number | undefined> => (await send(at, 'GET /system/', {})).statusCode
const refusesAt = (at: number): Promise<unknown> =>
  until(`nobody at ${at}`, () =>
    statusAt(at).then(
      () => false,
      (cause: NodeJS.ErrnoException) => cause.code === 'ECONNREFUSED'
    )
  )

test('the API is served over TCP when that is chosen, at once, and as long as it is', async () => {
  const at = await freePort()
  await world.client.system.setRest({ enabled: true, port: at })
  expect(await statusAt(at)).toBe(200)
  expect(await world.client.system.details({})).toMatchObject({
    rest: `http://127.0.0.1:${at}`,
    rest_setting: { enabled: true, port: at, fixed: false }
  })
  await world.client.system.setRest({ enabled: false, port: at })
  await refusesAt(at)
  expect(await world.client.system.details({})).toMatchObject({ rest: '', rest_setting: { enabled: false, port: at } })
  await world.client.system.setRest({ enabled: true, port: at })
  expect(await statusAt(at)).toBe(200)
})

test('the choice outlives a restart', async () => {
  const at = await freePort()
  await world.client.system.setRest({ enabled: true, port: at })
  await door.close()
  await world.restart()
  expect(world.app.restPort).toBe(at)
})

test('whoever moves the API through itself has the answer', async () => {
  const [before, after] = [await freePort(), await freePort()]
  await world.client.system.init(account)
  await world.client.system.setRest({ enabled: true, port: before })
  const session = world.app.sessions.start({ user: account.user, address: '127.0.0.1' })
  const body = { enabled: true, port: after }
  expect((await send(before, 'PUT /system/rest/', { session, body })).statusCode).toBe(200)
  expect(await statusAt(after)).toBe(200)
  await refusesAt(before)
})

test('a port that cannot be had is named, and nothing changes', async () => {
  const [at, held] = [await freePort(), await heldPort()]
  await world.client.system.setRest({ enabled: true, port: at })
  await expect(world.client.system.setRest({ enabled: true, port: held })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(String(held)) as string
  })
  await expect(world.client.system.setRest({ enabled: true, port: 65_536 })).rejects.toThrow(
    'port must be at most 65535'
  )
  expect(await statusAt(at)).toBe(200)
  expect(await world.client.system.details({})).toMatchObject({ rest_setting: { enabled: true, port: at } })
})

test('a door that the start alone decides on stays as it is', async () => {
  delete world.app.reached.move
  await expect(world.client.system.setRest({ enabled: false })).rejects.toMatchObject({ code: 'REST_FIXED' })
})
