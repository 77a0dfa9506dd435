import { watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Does what the address of a page of a list asks for: `show` names the row that stands beside the list, `new` opens the
 * form for one more. Both leave the address at once, so that they can be asked for again.
 */
export function useAsked(show: Ref<string | undefined>, create: () => void): void {
  const route = useRoute()
  const router = useRouter()
  const { name } = route
  watch(
    () => route.query,
    ({ show: shown, new: another, ...rest }) => {
      // The address of the next page comes before this one is gone.
      if (route.name !== name || (shown === undefined && another === undefined)) return
      if (typeof shown === 'string') show.value = shown
      if (another !== undefined) create()
      void router.replace({ query: rest })
    },
    { immediate: true }
  )
}
