import { impliedBy, permissionsOf, signedIn, type Menu } from '@shared/contract/permissions'
import { usePermissionText } from '@/composables/use-permission-text'
import { useTexts } from '@/composables/use-texts'

/** Says in words what menus permit. */
export function usePermissionTexts() {
  const { t } = useTexts()
  const textOf = usePermissionText()
  return {
    /** What one menu adds to what everybody may who has signed in. */
    ofMenu: (menu: Menu): string =>
      impliedBy[menu].map(textOf).join(t('users.roles.comma')) || t('users.roles.permitsNothing'),
    /** What somebody with these menus may do besides. */
    ofMenus: (menus: readonly Menu[]): readonly string[] =>
      [...permissionsOf(menus)].filter((permission) => !signedIn.includes(permission)).map(textOf)
  }
}
