import type { HostCheck } from '@shared/contract/system'
import { formatBytes } from '@shared/text/bytes'
import { useTexts } from '@/composables/use-texts'

/** Numbers in the details of a check are bytes. */
export function useCheckText(): (check: HostCheck) => string {
  const { find } = useTexts()
  return ({ code, details }) => {
    const words = Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatBytes(value) : value
    ])
    return find(`welcome.findings.${code}`, Object.fromEntries(words)) ?? code
  }
}
