import { localTime } from '@shared/text/time'
import { useApi } from '@/api'
import { useTexts } from '@/composables/use-texts'
import { useCells } from '@/stores/cells'
import { useHostChecks } from '@/stores/host-checks'
import { useTasks } from '@/stores/tasks'
import { chooseSaveTarget } from '@/transfers/save-target'
import type { Details } from './use-details'

/** So many failures are worth telling. */
const FAILURES = 50

/** Writes down what somebody who helps has to know: no password, no session, and no name of a guest. */
export function useReport(details: Details) {
  const { client } = useApi()
  const { locale } = useTexts()
  const [cells, checks, tasks] = [useCells(), useHostChecks(), useTasks()]

  const report = async (): Promise<string> => {
    const failures = tasks.all
      .filter(({ state }) => state === 'failed' || state === 'interrupted')
      .slice(0, FAILURES)
      .map(({ operation, state, error, start_time, end_time }) => ({ operation, state, error, start_time, end_time }))
    const { max_cores, max_memory, max_disk } = await client.system.get({})
    const all = {
      made: localTime(new Date()),
      version: details.version,
      ...details.details,
      window: { desktop: window.nano !== undefined, agent: navigator.userAgent, language: locale.value },
      largest_guest: { max_cores, max_memory, max_disk },
      checks: checks.all,
      notices: details.notices,
      hosts: cells.all.map(({ name, driver, version, alive, enabled, message, acceleration }) => ({
        ...{ name, driver, version, alive, enabled, message, acceleration }
      })),
      failures
    }
    return `${JSON.stringify(all, undefined, 2)}\n`
  }
  /** Has to be called right after a click. */
  const save = async (): Promise<void> => {
    const open = await chooseSaveTarget(`nano-diagnostics-${localTime(new Date()).slice(0, 10)}.json`)
    if (!open) return
    const text = await report()
    const writer = (await open()).getWriter()
    await writer.write(new TextEncoder().encode(text))
    await writer.close()
  }
  return { report, save }
}
