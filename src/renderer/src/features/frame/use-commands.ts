import { useRouter } from 'vue-router'
import type { IconName } from '@/components/icons'
import { useTexts } from '@/composables/use-texts'
import { openWall } from '@/features/wall/open-wall'
import { pages as allPages, type MenuPlace, type Page } from '@/pages'
import { useGuests } from '@/stores/guests'
import { useImportRequest } from '@/stores/import-request'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'

export interface Command {
  readonly id: string
  readonly group: 'goTo' | 'guests' | 'actions'
  readonly icon: IconName
  readonly title: string
  run(): unknown
}

const GUESTS_SHOWN = 8

/** Everything the palette can do that matches a text: go to a page or a guest, or act on the window. */
export function useCommands(
  pages: readonly (Page & { readonly menu: MenuPlace })[],
  showKeys: () => void
): (text: string) => readonly Command[] {
  const { t } = useTexts()
  const router = useRouter()
  const preferences = usePreferences()
  const session = useSession()
  const guests = useGuests()
  const imports = useImportRequest()
  const hasGuestPage = allPages.some(({ name }) => name === 'guest')

  const goTo = (): Command[] =>
    pages.map(({ name, title, path, menu }) => ({
      ...{ id: name, group: 'goTo', icon: menu.icon, title: t(title) },
      run: () => router.push(path)
    }))
  const createGuest = (): Command => ({
    ...{ id: 'create-guest', group: 'actions', icon: 'plus', title: t('createGuest.title') },
    run: () => router.push({ name: 'create-guest' })
  })
  const importImages = (): Command => ({
    ...{ id: 'import-images', group: 'actions', icon: 'images', title: t('images.import') },
    run: () => imports.begin()
  })
  const wall = (): Command => ({
    ...{ id: 'wall', group: 'actions', icon: 'grid', title: t('wall.openWall') },
    run: () => openWall()
  })
  const actions = (): Command[] => [
    ...(session.may('guest:write') ? [createGuest()] : []),
    ...(session.may('instance:operate') ? [wall()] : []),
    ...(session.may(['image:write', 'media:write']) ? [importImages()] : []),
    ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
      ...{ id: `theme-${theme}`, group: 'actions', icon: 'moon' },
      title: `${t('frame.theme')}: ${t(`frame.themes.${theme}`)}`,
      run: () => (preferences.theme = theme)
    })),
    ...(['en', 'zh-CN'] as const).map((language): Command => ({
      ...{ id: `language-${language}`, group: 'actions', icon: 'type' },
      title: `${t('frame.language')}: ${t(`frame.languages.${language}`)}`,
      run: () => (preferences.language = language)
    })),
    { id: 'keys', group: 'actions', icon: 'key', title: t('frame.keys'), run: showKeys },
    { id: 'sign-out', group: 'actions', icon: 'lock', title: t('frame.signOut'), run: session.signOut }
  ]
  const guestsNamed = (text: string): Command[] =>
    guests.all
      .filter(({ name }) => name.toLowerCase().includes(text))
      .slice(0, GUESTS_SHOWN)
      .map(({ id, name }) => ({
        ...{ id, group: 'guests', icon: 'guests', title: name },
        run: () => router.push({ name: 'guest', params: { id } })
      }))

  return (text) => {
    const wanted = text.trim().toLowerCase()
    const matches = ({ title }: Command): boolean => title.toLowerCase().includes(wanted)
    return [
      ...goTo().filter(matches),
      ...(wanted !== '' && hasGuestPage ? guestsNamed(wanted) : []),
      ...actions().filter(matches)
    ]
  }
}
