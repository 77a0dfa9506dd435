import { batch } from './zh-cn/batch'
import { addressPools } from './zh-cn/address-pools'
import { cells } from './zh-cn/cells'
import { checks } from './zh-cn/checks'
import { common } from './zh-cn/common'
import { computePools } from './zh-cn/compute-pools'
import { console } from './zh-cn/console'
import { createGuest } from './zh-cn/create-guest'
import { dashboard } from './zh-cn/dashboard'
import { errors } from './zh-cn/errors'
import { frame } from './zh-cn/frame'
import { guestList } from './zh-cn/guest-list'
import { guestSettings } from './zh-cn/guest-settings'
import { guestSnapshots } from './zh-cn/guest-snapshots'
import { guestNetwork } from './zh-cn/guest-network'
import { guestDisks } from './zh-cn/guest-disks'
import { guestPage } from './zh-cn/guest-page'
import { guests } from './zh-cn/guests'
import { images } from './zh-cn/images'
import { loadHistory } from './zh-cn/load-history'
import { logLines } from './zh-cn/log-lines'
import { logs } from './zh-cn/logs'
import { places } from './zh-cn/places'
import { issues } from './zh-cn/issues'
import { reference } from './zh-cn/reference'
import { session } from './zh-cn/session'
import { settings } from './zh-cn/settings'
import { status } from './zh-cn/status'
import { storagePools } from './zh-cn/storage-pools'
import { tasks } from './zh-cn/tasks'
import { templates } from './zh-cn/templates'
import { time } from './zh-cn/time'
import { wall } from './zh-cn/wall'
import { users } from './zh-cn/users'
import { welcome } from './zh-cn/welcome'
import type { en } from './en'
import type { Translated } from './translated'

/** The texts in Simplified Chinese. A missing or extra key does not compile. */
export const zhCn: Translated<typeof en> = {
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
}
