/** Where a fetched file goes. */
export type SaveTarget = () => Promise<WritableStream<Uint8Array<ArrayBuffer>>>

/** The File System Access API, which TypeScript's library does not have yet. */
interface FilePicker {
  showSaveFilePicker?(options: { readonly suggestedName: string }): Promise<FileSystemFileHandle>
}

/** So many bytes go from the page to the browser at a time. */
const PIECE = 4 << 20
/** How long the browser may take to begin with a download that it was handed. */
const HANDED_OVER_MS = 60_000

/**
 * Asks where to save a file, which has to happen right after a click; undefined when the person changed their mind.
 * Where a page may not write to a file of the person's choice, the browser keeps it, and saves it at the end.
 */
export async function chooseSaveTarget(name: string): Promise<SaveTarget | undefined> {
  const { showSaveFilePicker } = window as FilePicker
  if (!showSaveFilePicker) return async () => browserDownload(name)
  try {
    const file = await showSaveFilePicker({ suggestedName: name })
    return () => file.createWritable()
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') return undefined
    return async () => browserDownload(name)
  }
}

/** The pieces are blobs, which the browser keeps on disk once they are many. */
function browserDownload(name: string): WritableStream<Uint8Array<ArrayBuffer>> {
  const pieces: Blob[] = []
  let [piece, size]: [Uint8Array<ArrayBuffer>[], number] = [[], 0]
  const cut = (): void => {
    pieces.push(new Blob(piece))
    ;[piece, size] = [[], 0]
  }
  return new WritableStream({
    write(bytes) {
      piece.push(bytes)
      size += bytes.byteLength
      if (size >= PIECE) cut()
    },
    close() {
      cut()
      const url = URL.createObjectURL(new Blob(pieces))
      Object.assign(document.createElement('a'), { href: url, download: name }).click()
      setTimeout(() => URL.revokeObjectURL(url), HANDED_OVER_MS)
    }
  })
}
