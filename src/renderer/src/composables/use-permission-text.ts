import { useTexts } from './use-texts'

/** Says what a permission permits, so that "may …" can stand before it; what is no permission is called by its name. */
export function usePermissionText(): (permission: string) => string {
  const { find } = useTexts()
  return (permission) => find(`users.permissions.${permission.replace(':', '_')}`) ?? permission
}
