/** The file in the data folder that says where the running application is reached. */
export const doorFile = 'api.json'

/** What is in it: a unix socket, or a named pipe on Windows, that speaks the API over HTTP. */
export interface LocalDoor {
  readonly socket: string
  readonly pid: number
}

/** The file in the folder of the desktop application that says where its data are, once that was chosen. */
export const chosenFolderFile = 'data-folder.json'

export interface ChosenFolder {
  readonly data_folder: string
}
