import { nodeIo, type Piece, type StoreIo } from '@main/store/store-io'

/** One call by which the store changes its folder. */
export interface Step {
  readonly call: keyof StoreIo
  /** The file or folder that it is about; of a rename, what is renamed. */
  readonly path: string
  /** Of a rename. */
  readonly to?: string
  readonly flags?: string
  readonly length?: number
  readonly written?: { readonly bytes: Buffer; readonly position: number }
}

const copyOf = ({ bytes, offset, length, position }: Piece): NonNullable<Step['written']> => ({
  bytes: Buffer.from(bytes.subarray(offset, offset + length)),
  position
})

/** The real disk with a watcher, who is told of each call just before it is made and may make it fail by throwing, but for `close`. */
export function watchedIo(watch: (step: Step) => void, disk: StoreIo = nodeIo): StoreIo {
  const paths = new Map<number, string>()
  const pathOf = (file: number): string => paths.get(file) ?? `an unknown file ${file}`
  return {
    open: (path, flags) => {
      watch({ call: 'open', path, flags })
      const file = disk.open(path, flags)
      paths.set(file, path)
      return file
    },
    close: (file) => {
      watch({ call: 'close', path: pathOf(file) })
      disk.close(file)
    },
    write: (file, piece) => {
      watch({ call: 'write', path: pathOf(file), written: copyOf(piece) })
      return disk.write(file, piece)
    },
    truncate: (file, length) => {
      watch({ call: 'truncate', path: pathOf(file), length })
      disk.truncate(file, length)
    },
    sync: (file) => {
      watch({ call: 'sync', path: pathOf(file) })
      disk.sync(file)
    },
    syncData: (file) => {
      watch({ call: 'syncData', path: pathOf(file) })
      disk.syncData(file)
    },
    rename: (from, to) => {
      watch({ call: 'rename', path: from, to })
      disk.rename(from, to)
    },
    remove: (path) => {
      watch({ call: 'remove', path })
      disk.remove(path)
    },
    writeInBackground: async (file, piece) => {
      watch({ call: 'writeInBackground', path: pathOf(file), written: copyOf(piece) })
      return disk.writeInBackground(file, piece)
    },
    syncInBackground: async (file) => {
      watch({ call: 'syncInBackground', path: pathOf(file) })
      await disk.syncInBackground(file)
    },
    removeInBackground: async (path) => {
      watch({ call: 'removeInBackground', path })
      await disk.removeInBackground(path)
    }
  }
}
