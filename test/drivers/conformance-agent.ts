import { isIP } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AgentFacet } from '@main/drivers/driver'
import type { ConformanceBench } from './conformance-bench'
import { handle, refused } from './conformance-parts'

/** What the agent inside a guest answers; only a rig with a guest that has one can tell. */
export function agentConformance(bench: ConformanceBench): void {
  describe('agent', () => {
    beforeEach(({ skip }) => skip(bench.driver.agent === undefined, 'this driver speaks to no agents'))

    const agent = (): AgentFacet => bench.driver.agent as AgentFacet
    const account = { user: 'root', password: 'a "quoted" $ecret' }

    test('tells the addresses of its guest, and sets a password', async ({ skip }) => {
      const withAgent = bench.rig.guestWithAgent ?? skip('this rig has no guest with an agent')
      const spec = await withAgent()
      const addresses = await agent().addresses(spec)
      expect(addresses.length).toBeGreaterThan(0)
      expect(addresses.every((address) => isIP(address) !== 0 && !address.startsWith('127.'))).toBe(true)
      await agent().setPassword(spec, account)
      await bench.driver.power.forceOff(spec)
      await refused(agent().addresses(spec), 'wrong_state')
      await refused(agent().setPassword(spec, account), 'wrong_state')
    })

    test('is refused where none answers: in a stopped guest and in one without an agent', async () => {
      const stopped = await bench.guestWithDisk({ modules: ['qemu'] })
      await refused(agent().addresses(stopped), 'wrong_state')
      await refused(agent().setPassword(stopped, account), 'wrong_state')
      const running = await bench.runningGuest()
      await refused(agent().addresses(running), 'wrong_state')
      await refused(agent().setPassword(running, account), 'wrong_state')
      await refused(agent().addresses(handle()), 'unknown_guest')
    })
  })
}
