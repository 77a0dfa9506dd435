import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the window matches a media query, now and later. */
export function useMediaQuery(text: string): Readonly<Ref<boolean>> {
  const query = window.matchMedia(text)
  const matches = ref(query.matches)
  const follow = (event: { readonly matches: boolean }): void => void (matches.value = event.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return matches
}
