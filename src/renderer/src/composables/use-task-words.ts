import type { ErrorCode } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import { useErrorText } from './use-error-text'
import { useSaid } from './use-said'
import { useTexts } from './use-texts'

export interface TaskWords {
  /** What it does. */
  nameOf(task: Pick<Task, 'operation'>): string
  /** To what. */
  titleOf(task: Task): string
  /** How far it is, or what it said last. */
  messageOf(task: Task): string
  /** Why it failed; '' if it did not. */
  errorOf(task: Task): string
  /** How it ended, and why. */
  endOf(task: Task): string
}

/** What there is to say of a task, in the language of the window. */
export function useTaskWords(): TaskWords {
  const { t, find } = useTexts()
  const { whyNot } = useErrorText()
  const said = useSaid()

  const errorOf = ({ error, error_code, error_details = {} }: Task): string =>
    error_code === undefined ? said(error) : whyNot(error_code as ErrorCode, error_details)
  return {
    nameOf: ({ operation }) => find(`tasks.operations.${operation}`) ?? operation,
    titleOf: ({ title, title_key, title_values }) =>
      title_key === undefined ? title : t(`tasks.titles.${title_key}`, { n: 0, prefix: '', ...title_values }),
    messageOf: ({ message }) => said(message),
    errorOf,
    endOf: (task) => {
      const [state, why] = [t(`tasks.states.${task.state}`), errorOf(task)]
      return why === '' ? state : t('tasks.endBecause', { state, why })
    }
  }
}
