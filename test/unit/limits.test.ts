import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GuestSettings } from '@shared/contract/guest'
import { Qos, unlimited } from '@shared/contract/qos'
import { limitsOf } from '@shared/rules/limits'

const speed = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const iops = fc.nat({ max: 1_000_000_000 })
const qos: fc.Arbitrary<Qos> = fc.record({
  cpu_priority: fc.constantFrom('high', 'medium', 'low'),
  read_speed: speed,
  write_speed: speed,
  read_iops: iops,
  write_iops: iops,
  receive_speed: speed,
  send_speed: speed
})
const flat = fc.record(
  { cpu_priority: fc.nat({ max: 2 }), max_io: iops, inbound: speed, outbound: speed },
  { requiredKeys: [] }
)
const asked = (more: object): GuestSettings => GuestSettings.parse({ cores: 1, memory: 1 << 20, disks: [512], ...more })

test('what the blueprint says flat means the same in the newer words', () => {
  fc.assert(
    fc.property(flat, (fields) => {
      const limits = limitsOf(asked(fields))
      expect(Qos.parse(limits)).toEqual(limits)
      expect(limits).toEqual({
        ...unlimited,
        cpu_priority: ['high', 'medium', 'low'][fields.cpu_priority ?? 0],
        read_iops: fields.max_io ?? 0,
        write_iops: fields.max_io ?? 0,
        receive_speed: fields.inbound ?? 0,
        send_speed: fields.outbound ?? 0
      })
    })
  )
})

test('a qos object counts, whatever is said flat beside it', () => {
  fc.assert(
    fc.property(qos, flat, (limits, fields) => {
      expect(limitsOf(asked({ ...fields, qos: limits }))).toEqual(limits)
    })
  )
})

test('who says nothing is not limited', () => expect(limitsOf(asked({}))).toEqual(unlimited))
