import { computed, type ComputedRef } from 'vue'
import { useTexts } from '@/composables/use-texts'
import { logLines } from '@/i18n/en/log-lines'

/** Every operation that is logged, by its name and by its line with `…` for what varies. */
export function useLoggedOperations(): ComputedRef<readonly { name: string; label: string }[]> {
  const { find } = useTexts()
  const names = Object.entries(logLines.operations).flatMap(([group, changes]) =>
    Object.keys(changes).map((change) => `${group}.${change}`)
  )
  return computed(() =>
    names.map((name) => {
      const line = find(`logLines.operations.${name}`, { n: 2 }) ?? name
      return { name, label: line.replaceAll(/“[_…]*”/g, '…').replaceAll(/ +/g, ' ') }
    })
  )
}
