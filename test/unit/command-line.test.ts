import { describe, expect, test } from 'vitest'
import { operations } from '@shared/contract'
import { kebab } from '@shared/contract/reference'
import { readCommand, UsageError, type Wish } from '@main/cli/arguments'
import { asRequest } from '@main/cli/connection'
import { helpText } from '@main/cli/help'
import { printable } from '@main/cli/print'

const callOf = (line: string): Extract<Wish, { kind: 'call' }> => {
  const wish = readCommand(line.split(' '))
  if (wish.kind !== 'call') throw new Error(`${line} calls nothing`)
  return wish
}

describe('a command line', () => {
  test('names an operation, and its fields get the types that they have', () => {
    const line =
      'guest create --name web-1 --cores 2 --memory=1073741824 --disks 1024,2048 --auto-start --tags a --tags b'
    expect(callOf(line)).toMatchObject({
      name: 'guest.create',
      input: { name: 'web-1', cores: 2, memory: 2 ** 30, disks: [1024, 2048], auto_start: true, tags: ['a', 'b'] }
    })
    expect(callOf('guest create --qos.cpu_priority low --qos.read_iops 5').input).toEqual({
      qos: { cpu_priority: 'low', read_iops: 5 }
    })
    expect(callOf('guest set-ports --id g --ports [{"host":22,"guest":22}]').input).toEqual({
      id: 'g',
      ports: [{ host: 22, guest: 22 }]
    })
  })

  test('has options of its own, and boolean fields take a word or none', () => {
    expect(callOf('guest page --json --data /d').options).toEqual({ json: true, data: '/d' })
    expect(callOf('instance stop --id g --force --reboot false').input).toEqual({ id: 'g', force: true, reboot: false })
  })

  test.each([
    ['bogus list', 'There is no group "bogus"'],
    ['guest bogus', '"guest" has no operation "bogus"'],
    ['guest get --bogus 1', 'There is no field "bogus"; it has id'],
    ['guest get id', '"id" is not a field']
  ])('%s is refused in words', (line, words) => {
    expect(() => readCommand(line.split(' '))).toThrow(UsageError)
    expect(() => readCommand(line.split(' '))).toThrow(words)
  })

  test('reaches every operation, and can explain it', () => {
    for (const { name, operation } of operations) {
      const [group = '', key = ''] = name.split('.')
      const wish = readCommand([kebab(group), kebab(key), '--help'])
      expect(wish).toMatchObject({ kind: 'help', name })
      expect(helpText(wish as never)).toContain(operation.summary)
    }
    expect(helpText({ kind: 'help' })).toContain('compute-pool')
  })

  test('becomes a request: path, then query or body', () => {
    const { operation, input } = callOf('address-pool list-ranges --pool a/b --type internal')
    expect(asRequest(operation, input)).toEqual({
      method: 'GET',
      path: '/api/v1/address_pools/a%2Fb/internal/ranges/',
      body: ''
    })
    const search = callOf('disk-image search --tags a,b')
    expect(asRequest(search.operation, search.input).path).toBe('/api/v1/disk_image_search/?tags=a&tags=b')
    const stop = callOf('instance stop --id g --force')
    expect(asRequest(stop.operation, stop.input)).toEqual({
      method: 'DELETE',
      path: '/api/v1/instances/g',
      body: '{"force":true}'
    })
  })
})

test('answers are tables, lines and texts', () => {
  expect(
    printable([
      { name: 'a', cells: 12, empty: '', deep: {} },
      { name: 'bcd', cells: 1, empty: '', deep: {} }
    ])
  ).toBe('name  cells\na     12\nbcd   1')
  expect(printable({ total: 1, result: [{ id: 'x' }] })).toBe('total  1\n\nresult\nid\nx')
  expect(printable(['a', 'b'])).toBe('a\nb')
  expect(printable('')).toBe('')
})
