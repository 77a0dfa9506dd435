import { SystemVersion } from '@shared/contract/guest'
import { useTexts } from '@/composables/use-texts'
import { useTemplates } from '@/stores/templates'

/** What a template is called; the five that every store begins with are known without asking. */
export function useTemplateName(): (id: string) => string {
  const { t } = useTexts()
  const templates = useTemplates()
  // Without them the first five and the ids themselves have to do.
  void templates.load().catch(() => undefined)
  return (id) => {
    const known = templates.byId.get(id)?.name
    const first = SystemVersion.safeParse(id).data
    return known ?? (first ? t(`createGuest.versions.${first}`) : id)
  }
}
