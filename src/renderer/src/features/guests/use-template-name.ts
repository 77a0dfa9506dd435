import { useTexts } from '@/composables/use-texts'
import { useTemplates } from '@/stores/templates'

/** What a template is called; the five that every store begins with are known without asking. */
export function useTemplateName(): (id: string) => string {
  const { find } = useTexts()
  const templates = useTemplates()
  // Without them the first five and the ids themselves have to do.
  void templates.load().catch(() => undefined)
  return (id) => templates.byId.get(id)?.name ?? find(`createGuest.versions.${id}`) ?? id
}
