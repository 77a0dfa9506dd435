import { batch } from './en/batch'
import { addressPools } from './en/address-pools'
import { cells } from './en/cells'
import { checks } from './en/checks'
import { common } from './en/common'
import { computePools } from './en/compute-pools'
import { console } from './en/console'
import { createGuest } from './en/create-guest'
import { dashboard } from './en/dashboard'
import { errors } from './en/errors'
import { frame } from './en/frame'
import { guestList } from './en/guest-list'
import { guestSettings } from './en/guest-settings'
import { guestSnapshots } from './en/guest-snapshots'
import { guestNetwork } from './en/guest-network'
import { guestDisks } from './en/guest-disks'
import { guestPage } from './en/guest-page'
import { guests } from './en/guests'
import { images } from './en/images'
import { loadHistory } from './en/load-history'
import { logLines } from './en/log-lines'
import { logs } from './en/logs'
import { places } from './en/places'
import { issues } from './en/issues'
import { reference } from './en/reference'
import { session } from './en/session'
import { settings } from './en/settings'
import { status } from './en/status'
import { storagePools } from './en/storage-pools'
import { tasks } from './en/tasks'
import { templates } from './en/templates'
import { time } from './en/time'
import { wall } from './en/wall'
import { users } from './en/users'
import { welcome } from './en/welcome'

/** Every text of the windows, by section. Its keys are a type; `zh-cn.ts` must have the same. */
export const en = {
  common,
  frame,
  status,
  time,
  errors,
  checks,
  issues,
  welcome,
  session,
  guests,
  createGuest,
  guestList,
  guestPage,
  batch,
  guestSettings,
  guestSnapshots,
  guestNetwork,
  guestDisks,
  console,
  wall,
  images,
  places,
  dashboard,
  computePools,
  storagePools,
  addressPools,
  cells,
  tasks,
  templates,
  users,
  loadHistory,
  logs,
  logLines,
  settings,
  reference
} as const
