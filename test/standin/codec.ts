import type { Codec, CrossTable } from './page/page'

/** Turns cloneable values into text and back. Its source also runs in pages, so it may use nothing outside itself. */
export function makeCodec(table?: CrossTable): Codec {
  type Tagged = { $: string; v?: unknown }
  const views = {
    Uint8Array,
    Uint8ClampedArray,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float64Array
  }
  const uncloneable = (): never => {
    throw new Error('An object could not be cloned.')
  }
  const toText = (bytes: Uint8Array): string =>
    (bytes as { toBase64?(): string }).toBase64?.() ??
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const toBytes = (text: string): Uint8Array =>
    (Uint8Array as { fromBase64?(text: string): Uint8Array }).fromBase64?.(text) ??
    new Uint8Array(Buffer.from(text, 'base64'))

  function pack(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', v: String(value) }
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) }
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'function')
      return table ? { $: 'function', v: table.putFunction(value as () => unknown) } : uncloneable()
    return typeof value === 'object' ? packObject(value) : uncloneable()
  }

  function packObject(value: object): unknown {
    if (Array.isArray(value)) return value.map(pack)
    if (value instanceof Date) return { $: 'date', v: value.getTime() }
    if (value instanceof Error) return { $: 'error', v: { name: value.name, message: value.message } }
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toText(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) {
      const kind = value.constructor.name in views ? value.constructor.name : 'Uint8Array'
      return { $: kind, v: toText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    }
    if ('then' in value)
      return table ? { $: 'promise', v: table.putPromise(value as PromiseLike<unknown>) } : uncloneable()
    const entries = Object.entries(value).map(([key, inner]) => [key, pack(inner)] as const)
    return '$' in value ? { $: 'object', v: entries } : Object.fromEntries(entries)
  }

  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(unpack)
    if (!('$' in value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]))
    const { $, v } = value as Tagged
    const text = v as string
    if ($ === 'number') return Number(text)
    if ($ === 'bigint') return BigInt(text)
    if ($ === 'undefined') return undefined
    if ($ === 'function') return table?.getFunction(text)
    if ($ === 'promise') return table?.getPromise(text)
    if ($ === 'date') return new Date(v as number)
    if ($ === 'error') return Object.assign(new Error(), v)
    if ($ === 'object')
      return Object.fromEntries((v as [string, unknown][]).map(([key, inner]) => [key, unpack(inner)]))
    const { buffer } = toBytes(text)
    return $ === 'buffer' ? buffer : new views[$ as keyof typeof views](buffer as ArrayBuffer)
  }

  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) }
}
