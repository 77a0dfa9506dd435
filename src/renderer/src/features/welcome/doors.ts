import type { IconName } from '@/components/icons'
import type { TextKey } from '@/i18n'

/** Where the first guests are to be. */
export type Door = 'computer' | 'demo'

interface DoorFacts {
  readonly door: Door | 'ssh'
  readonly icon: IconName
  readonly title: TextKey & `welcome.${string}`
  readonly hint: TextKey & `welcome.${string}`
}

/** `ssh` is shown, and says itself that it cannot be opened yet. */
export const doors = [
  { door: 'computer', icon: 'laptop', title: 'welcome.doors.computer', hint: 'welcome.doors.computerHint' },
  { door: 'ssh', icon: 'link', title: 'welcome.doors.ssh', hint: 'welcome.doors.sshHint' },
  { door: 'demo', icon: 'flask', title: 'welcome.doors.demo', hint: 'welcome.doors.demoHint' }
] as const satisfies readonly DoorFacts[]
