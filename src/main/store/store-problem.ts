/** Something that was damaged, is kept or missing at `path`, and whose loss `message` explains to a person. */
export interface StoreProblem {
  readonly message: string
  readonly path: string
}
