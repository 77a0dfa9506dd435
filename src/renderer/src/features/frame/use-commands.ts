import { useRoute, useRouter } from 'vue-router'
import type { Guest } from '@shared/contract/guest'
import type { Permission } from '@shared/contract/permissions'
import type { IconName } from '@/components/icons'
import { useTexts } from '@/composables/use-texts'
import { actionOf, guestActionNames } from '@/features/guests/actions/guest-actions'
import { useGuestWork } from '@/features/guests/actions/guest-work'
import { useGuestsText } from '@/features/guests/actions/use-guests-text'
import { useWhyNot } from '@/features/guests/actions/use-why-not'
import { useGuestList } from '@/features/guests/list/guest-list'
import { openWall } from '@/features/wall/open-wall'
import type { TextKey } from '@/i18n'
import type { MenuPlace, Page } from '@/pages'
import { useGuests } from '@/stores/guests'
import { useImportRequest } from '@/stores/import-request'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'
import { useObjects } from './use-objects'

export interface Command {
  readonly id: string
  readonly group: string
  readonly icon: IconName
  readonly title: string
  run(): unknown
}

/** What can be made on the page of a list. */
const making: readonly {
  readonly title: TextKey
  readonly needs: Permission
  readonly page: string
  readonly tab?: string
}[] = [
  { title: 'computePools.form.create', needs: 'compute_pool:write', page: 'compute-pools' },
  { title: 'cells.add.open', needs: 'compute_pool:write', page: 'cells' },
  { title: 'storagePools.form.create', needs: 'storage_pool:write', page: 'storage-pools' },
  { title: 'addressPools.form.create', needs: 'address_pool:write', page: 'address-pools' },
  { title: 'templates.form.create', needs: 'template:write', page: 'templates' },
  { title: 'users.make.make-user', needs: 'user:write', page: 'users', tab: 'users' },
  { title: 'users.make.make-group', needs: 'user:write', page: 'users', tab: 'groups' },
  { title: 'users.make.make-role', needs: 'user:write', page: 'users', tab: 'roles' }
]

/**
 * Everything the palette can do that matches a text: act on the guests that are looked at, go to a page or to anything
 * that has a name, make one more of something, or change the window.
 */
export function useCommands(
  pages: readonly (Page & { readonly menu: MenuPlace })[],
  showKeys: () => void
): (text: string) => readonly Command[] {
  const { t } = useTexts()
  const route = useRoute()
  const router = useRouter()
  const preferences = usePreferences()
  const session = useSession()
  const guests = useGuests()
  const list = useGuestList()
  const work = useGuestWork()
  const whyNot = useWhyNot()
  const textOf = useGuestsText()
  const imports = useImportRequest()
  const objectsNamed = useObjects()

  /** The guest of the page, or those that are selected in the list. */
  const lookedAt = (): readonly Guest[] => {
    if (route.name === 'guest')
      return [guests.byId.get(String(route.params['id']))].filter((guest) => guest !== undefined)
    if (route.name !== 'guests') return []
    return list.selection.length > 0 ? list.selection : [list.current].filter((guest) => guest !== undefined)
  }
  const guestActions = (): Command[] => {
    const meant = lookedAt()
    const group = textOf(meant)
    return guestActionNames
      .filter((name) => meant.length > 0 && whyNot(name, meant) === undefined)
      .map((name) => ({
        ...{ id: name, group, icon: actionOf(name).icon, title: t(`guests.run.${name}`, { what: group }) },
        run: () => work.ask(name, meant)
      }))
  }
  const goTo = (): Command[] =>
    pages.map(({ name, title, path, menu }) => ({
      ...{ id: name, group: t('frame.palette.goTo'), icon: menu.icon, title: t(title) },
      run: () => router.push(path)
    }))
  const group = (): string => t('frame.palette.actions')
  const make = (): Command[] =>
    making
      .filter(({ needs }) => session.may(needs))
      .map(({ title, page, tab }) => ({
        ...{ id: title, group: group(), icon: 'plus', title: t(title) },
        run: () => router.push({ name: page, query: { ...(tab !== undefined && { tab }), new: '' } })
      }))
  const createGuest = (): Command => ({
    ...{ id: 'create-guest', group: group(), icon: 'plus', title: t('createGuest.title') },
    run: () => router.push({ name: 'create-guest' })
  })
  const importImages = (): Command => ({
    ...{ id: 'import-images', group: group(), icon: 'images', title: t('images.import') },
    run: () => imports.begin()
  })
  const wall = (): Command => ({
    ...{ id: 'wall', group: group(), icon: 'grid', title: t('wall.openWall') },
    run: () => openWall()
  })
  const actions = (): Command[] => [
    ...(session.may('guest:write') ? [createGuest()] : []),
    ...make(),
    ...(session.may('instance:operate') ? [wall()] : []),
    ...(session.may(['image:write', 'media:write']) ? [importImages()] : []),
    ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
      ...{ id: `theme-${theme}`, group: group(), icon: 'moon' },
      title: `${t('frame.theme')}: ${t(`frame.themes.${theme}`)}`,
      run: () => (preferences.theme = theme)
    })),
    ...(['en', 'zh-CN'] as const).map((language): Command => ({
      ...{ id: `language-${language}`, group: group(), icon: 'type' },
      title: `${t('frame.language')}: ${t(`frame.languages.${language}`)}`,
      run: () => (preferences.language = language)
    })),
    { id: 'keys', group: group(), icon: 'key', title: t('frame.keys'), run: showKeys },
    { id: 'sign-out', group: group(), icon: 'lock', title: t('frame.signOut'), run: session.signOut }
  ]
  return (text) => {
    const wanted = text.trim().toLowerCase()
    const matches = ({ title }: Command): boolean => title.toLowerCase().includes(wanted)
    return [
      ...guestActions().filter(matches),
      ...goTo().filter(matches),
      ...(wanted === '' ? [] : objectsNamed(wanted)),
      ...actions().filter(matches)
    ]
  }
}
