import {
  closeSync,
  fdatasyncSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rm,
  rmSync,
  write,
  writeSync
} from 'node:fs'
import { promisify } from 'node:util'

/** A part of some bytes and where it goes in the file. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly length: number
  readonly position: number
}

/** Every call by which the store changes its folder, so that tests can make any of them fail or record their order. */
export interface StoreIo {
  open(path: string, flags: 'r' | 'r+' | 'w'): number
  /** Never fails: what counts was synced before. */
  close(file: number): void
  /** May write less than it was given; gives how much. */
  write(file: number, piece: Piece): number
  truncate(file: number, length: number): void
  /** Waits until the file's, or the folder's, content and attributes are on the disk. */
  sync(file: number): void
  /** As `sync`, without attributes that reading does not need. */
  syncData(file: number): void
  rename(from: string, to: string): void
  remove(path: string): void
  writeInBackground(file: number, piece: Piece): Promise<number>
  syncInBackground(file: number): Promise<void>
  removeInBackground(path: string): Promise<void>
}

const writeLater = promisify(write)
const fsyncLater = promisify(fsync)
const rmLater = promisify(rm)

/** The real disk. Files are for their owner only. */
export const nodeIo: StoreIo = {
  open: (path, flags) => openSync(path, flags, 0o600),
  close: (file) => {
    try {
      closeSync(file)
    } catch {
      // Some file systems say only now what fsync has said before.
    }
  },
  write: (file, { bytes, offset, length, position }) => writeSync(file, bytes, offset, length, position),
  truncate: ftruncateSync,
  sync: fsyncSync,
  syncData: fdatasyncSync,
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  writeInBackground: async (file, { bytes, offset, length, position }) =>
    (await writeLater(file, bytes, offset, length, position)).bytesWritten,
  syncInBackground: fsyncLater,
  removeInBackground: (path) => rmLater(path, { force: true })
}
