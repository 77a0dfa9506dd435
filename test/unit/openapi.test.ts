import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { format } from 'prettier'
import { describe, expect, test } from 'vitest'
import { operations } from '@shared/contract'
import { openApi } from '@shared/contract/openapi'

const FILE = resolve(import.meta.dirname, '../../resources/api/openapi.json')
const { version } = JSON.parse(await readFile(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string
}
type Method = { operationId: string; parameters: { name: string; in: string }[]; responses: Record<string, object> }
const document = JSON.parse(JSON.stringify(openApi(version))) as {
  openapi: string
  paths: Record<string, Record<string, Method>>
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  test('has every route of the contract, with every parameter of its path', () => {
    for (const { operation } of operations) {
      const [method = '', path = ''] = operation.route.split(' ')
      const entry = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(entry, operation.route).toBeDefined()
      const inPath = entry?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
      expect(new Set(inPath)).toEqual(new Set([...path.matchAll(/:(\w+)/g)].map(([, name]) => name)))
    }
  })

  test('shipped is the one of this contract (npm run docs writes it)', async () => {
    const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 120 })
    if (process.env['WRITE_DOCS'] === '1') await writeFile(FILE, text)
    expect(await readFile(FILE, 'utf8')).toBe(text)
  })
})
