import type { FileHandle } from 'node:fs/promises'

export interface Line {
  readonly text: string
  /** Where it is in the file, with its line end. */
  readonly start: number
  readonly end: number
}

const PIECE = 1 << 16
/** Nothing of ours is longer; what is, such as the zeros that a power cut may leave, is passed over. */
const LONGEST = 1 << 18
const LINE_END = 10

/** The lines of the first `size` bytes of a file, last first; read in pieces, so that a file may be of any size. */
export async function* linesBackwards(file: FileHandle, size: number): AsyncGenerator<Line> {
  const piece = Buffer.alloc(PIECE)
  /** What is read of the line that begins before `from`, and where that line ends. */
  let [tail, end]: [Buffer, number] = [Buffer.alloc(0), size]
  const lineAt = (start: number, bytes: Buffer): Line | undefined =>
    bytes.length === 0 || end - start > LONGEST ? undefined : { text: bytes.toString(), start, end }

  for (let from = size; from > 0;) {
    const length = Math.min(PIECE, from)
    from -= length
    const { bytesRead } = await file.read(piece, 0, length, from)
    if (bytesRead < length) throw new Error('The file has become shorter while it was read')
    let until = length
    for (;;) {
      const mark = until === 0 ? -1 : piece.lastIndexOf(LINE_END, until - 1)
      if (mark === -1) break
      const line = lineAt(from + mark + 1, Buffer.concat([piece.subarray(mark + 1, until), tail]))
      if (line) yield line
      ;[tail, until, end] = [Buffer.alloc(0), mark, from + mark + 1]
    }
    const isShort = end - from <= LONGEST
    tail = isShort ? Buffer.concat([piece.subarray(0, until), tail]) : tail
  }
  const first = lineAt(0, tail)
  if (first) yield first
}
