import type { Notice } from '@shared/contract/wire'

/** What a console window may reach: its one guest. */
export interface ConsoleScope {
  readonly guest: string
}

type Input = Readonly<Record<string, unknown>>
type Check = (input: Input, guest: string) => boolean

const meansIt: Check = ({ id }, guest) => id === guest

/** Per operation, whether the input means that guest and no other. What is not here is refused. */
const allowed: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['guest.get', meansIt],
  ['instance.get', meansIt],
  ['instance.start', meansIt],
  ['instance.stop', meansIt],
  ['instance.insertMedia', meansIt],
  ['instance.ejectMedia', meansIt],
  ['instance.sample', ({ ids }, guest) => Array.isArray(ids) && ids.every((id) => id === guest)],
  ['monitorChannel.create', (input, guest) => input['guest'] === guest],
  ['mediaImage.list', () => true],
  ['session.current', () => true]
])

export const mayCall = ({ guest }: ConsoleScope, operation: string, input: unknown): boolean =>
  allowed.get(operation)?.(Object(input) as Input, guest) ?? false

/** Its guest's news, and those of the media images that it may insert. */
export function mayHear({ guest }: ConsoleScope, { name, payload }: Notice): boolean {
  if (name === 'guest.changed' || name === 'guest.removed') return payload.id === guest
  return name === 'media_image.changed' || name === 'media_image.removed'
}
