const KEPT = 'nano.uploads'
/** Uploads that were never ended are forgotten at last. */
const AT_MOST = 100

/** An upload goes on where it was broken off only with the very file that it began with. */
const markOf = ({ name, size, lastModified }: File): string => `${name}\n${size}\n${lastModified}`

function read(): Map<string, string> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT) ?? '[]') as [string, string][])
  } catch {
    return new Map()
  }
}
const write = (marks: ReadonlyMap<string, string>): void =>
  localStorage.setItem(KEPT, JSON.stringify([...marks].slice(-AT_MOST)))

/** Remembers on this computer that a file is being sent to an image. */
export function markUpload(image: string, file: File): void {
  const marks = read()
  marks.delete(image)
  write(marks.set(image, markOf(file)))
}

/** Forgets what was sent to an image: it is whole, or gone. */
export function unmarkUpload(image: string): void {
  const marks = read()
  if (marks.delete(image)) write(marks)
}

/** Whether a file is the one that was being sent to an image last. */
export const isMarked = (image: string, file: File): boolean => read().get(image) === markOf(file)

/** The name of the file that was being sent to an image last; undefined where this computer has sent none. */
export const markedName = (image: string): string | undefined => read().get(image)?.split('\n')[0]
