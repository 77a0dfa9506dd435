/** What is asked before something is lost. */
export interface Question {
  readonly title: string
  /** The verb on the button. */
  readonly action: string
  /** The button works only once this name is typed. */
  readonly name?: string | undefined
  readonly danger?: boolean
  /** Something in the body has to be settled first. */
  readonly blocked?: boolean
}
