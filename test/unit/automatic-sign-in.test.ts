import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Client } from '@shared/contract'
import { menus } from '@shared/contract/permissions'
import { SignIn } from '@main/gateways/sign-in'
import { noSafe } from '@main/kernel/safe'
import { signInByItself } from '@main/shell/sign-in-by-itself'
import { createWorld, PASSWORD, type World } from '../support/world'

let world: World
let ada: Client
beforeEach(async () => {
  world = await createWorld()
  ada = world.clientFor(await world.signIn('ada', menus, 'keepers'))
})
afterEach(() => world.close())

/** Who is signed in after a start of the application; '' for nobody. */
async function whoIsIn(): Promise<string> {
  await world.restart()
  const signIn = new SignIn()
  await signInByItself(world.app, world.safe, signIn)
  return world.app.sessions.find(signIn.session)?.user ?? ''
}

test('nobody is signed in by itself unless they want it', async () => {
  expect(await whoIsIn()).toBe('')
})

test('who wants it is signed in after every start, and it is written down', async () => {
  await ada.session.setAutomatic({ enabled: true })
  expect(await ada.session.automatic({})).toEqual({ reason: '', user: 'ada' })
  expect([await whoIsIn(), await whoIsIn()]).toEqual(['ada', 'ada'])
  const { logs } = (await world.client.log.list({})) as { logs: { content: string }[] }
  expect(logs.filter(({ content }) => content.includes('signed in as "ada" by itself'))).toHaveLength(2)
})

test('neither the password nor the token is in the store or the logs', async () => {
  await ada.session.setAutomatic({ enabled: true })
  const kept = await world.safe.read()
  expect(kept).not.toContain(PASSWORD)
  await whoIsIn()
  const [, token = ''] = kept.split('\n')
  expect(token.length).toBeGreaterThan(40)
  const files = (await readdir(world.folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
  for (const { parentPath, name } of files)
    expect(await readFile(join(parentPath, name), 'latin1'), name).not.toContain(token)
})

test.each([
  ['switched off', () => ada.session.setAutomatic({ enabled: false })],
  ['given a new password', () => ada.user.setPassword({ user: 'ada', old: PASSWORD, new: 'Difference2' })],
  ['given a new password by another', () => world.client.user.resetPassword({ user: 'ada', password: 'Difference2' })]
])('it ends when it is %s, and the token is gone', async (_what, end) => {
  await ada.session.setAutomatic({ enabled: true })
  const kept = await world.safe.read()
  await end()
  expect(await world.safe.read()).toBe('')
  // Nor does a copy of it help.
  await world.safe.write(kept)
  expect(await whoIsIn()).toBe('')
})

test('a change of somebody else’s password leaves it', async () => {
  await world.signIn('eve', menus)
  await ada.session.setAutomatic({ enabled: true })
  await world.client.user.resetPassword({ user: 'eve', password: 'Difference2' })
  expect(await whoIsIn()).toBe('ada')
})

test('one user at most is signed in by itself', async () => {
  const eve = world.clientFor(await world.signIn('eve', menus))
  await ada.session.setAutomatic({ enabled: true })
  await eve.session.setAutomatic({ enabled: true })
  expect(await whoIsIn()).toBe('eve')
})

test('a wrong token, and another’s, open nothing', async () => {
  await world.signIn('eve', menus)
  await ada.session.setAutomatic({ enabled: true })
  const [, token = ''] = (await world.safe.read()).split('\n')
  for (const [user, tried] of [
    ['ada', 'guess'],
    ['eve', token],
    ['', token]
  ] as const)
    await expect(world.client.session.createAutomatic({ user, token: tried })).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED'
    })
})

test.each([
  ['no_desktop', 'AUTOMATIC_NO_DESKTOP'],
  ['no_keyring', 'AUTOMATIC_NO_KEYRING']
] as const)('without a safe (%s) it is refused, with the reason', async (reason, code) => {
  const other = await createWorld({ safe: { ...noSafe, why: async () => reason } })
  await expect(other.client.session.setAutomatic({ enabled: true })).rejects.toMatchObject({ code })
  expect(await other.client.session.automatic({})).toEqual({ reason, user: '' })
  await other.close()
})
