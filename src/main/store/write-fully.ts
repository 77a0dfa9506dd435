import type { StoreIo } from './store-io'

/** One write may take less than it was given; this does not return before all of `bytes` is written. */
export function writeFully(io: StoreIo, file: number, bytes: Uint8Array, position: number): void {
  for (let offset = 0; offset < bytes.length;)
    offset += io.write(file, { bytes, offset, length: bytes.length - offset, position: position + offset })
}
