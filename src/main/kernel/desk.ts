/** What the desktop application does for the person in front of it. */
export interface Desk {
  /** Keeps which data folder the next start uses; absent where the command line has chosen it. */
  keepFolder?(folder: string): Promise<void>
  /** Asks for a folder; '' when the person changed their mind. */
  chooseFolder(): Promise<string>
  /** Shows a folder where files are looked after. */
  showFolder(folder: string): Promise<void>
  /** Ends the application in order, and starts it again. */
  restart(): void
}
