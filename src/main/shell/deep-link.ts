import { Id } from '@shared/contract/common'

/** The scheme of links that open something in this app. */
export const LINK_SCHEME = 'nano'

/** The guest of `nano://guest/<id>/console`; `undefined` for every other text. */
export function guestOfLink(link: string): string | undefined {
  const id = /^nano:\/\/guest\/([^/?#]+)\/console\/?$/i.exec(link)?.[1]
  return Id.safeParse(id).data
}
