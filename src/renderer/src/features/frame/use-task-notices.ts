import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import type { Task } from '@shared/contract/task'
import { useApi } from '@/api'
import { useTexts } from '@/composables/use-texts'
import { useSession } from '@/stores/session'

/**
 * Tells a person who is doing something else, by the system's own notification, which of their tasks have ended.
 * In a browser only where it was allowed; the desktop shell allows it.
 */
export function useTaskNotices(): void {
  const { t, find } = useTexts()
  const router = useRouter()
  const session = useSession()

  const tell = ({ id, operation, title, state, error }: Task): void => {
    const what = find(`tasks.operations.${operation}`) ?? operation
    const body = [title, error].filter((text) => text !== '').join('\n')
    const notice = new Notification(`${what}: ${t(`tasks.states.${state}`)}`, { body, tag: id })
    notice.onclick = () => {
      window.focus()
      void router.push({ name: 'tasks' })
    }
  }
  const stop = useApi().onEvent(({ name, payload }) => {
    if (name !== 'task.changed' || payload.user !== session.session?.user) return
    const isNews = payload.state === 'done' || payload.state === 'failed'
    if (isNews && !document.hasFocus() && globalThis.Notification?.permission === 'granted') tell(payload)
  })
  onScopeDispose(stop)
}
