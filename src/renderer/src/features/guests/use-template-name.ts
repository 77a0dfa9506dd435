import { useTexts } from '@/composables/use-texts'
import { useTemplates } from '@/stores/templates'

/** What a template is called. Where templates may not be seen, the first five and the ids themselves have to do. */
export function useTemplateName(): (id: string) => string {
  const { find } = useTexts()
  const templates = useTemplates()
  return (id) => templates.byId.get(id)?.name ?? find(`createGuest.versions.${id}`) ?? id
}
