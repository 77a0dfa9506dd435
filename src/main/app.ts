import { join } from 'node:path'
import { randomInt, randomUUID } from 'node:crypto'
import { arch, platform, release } from 'node:os'
import { AppError } from '@shared/contract/errors'
import { openDriver as openKnownDriver } from './drivers'
import type { Driver } from './drivers/driver'
import { checkHost } from './drivers/qemu/host-checks'
import { inspectImage } from './drivers/qemu/inspect-image'
import { demoFleet } from './drivers/simulated/demo-fleet'
import type { SimulatedDriver } from './drivers/simulated/simulated-driver'
import { AuditLog } from './kernel/audit/audit-log'
import type { NameOf } from './kernel/audit/named-in'
import { systemClock, type Clock } from './kernel/clock'
import type { Core, Reached } from './kernel/core'
import type { Desk } from './kernel/desk'
import { DailyFile } from './kernel/daily-file'
import { Dispatcher } from './kernel/dispatcher'
import { Disposables } from './kernel/disposable'
import { EventBus } from './kernel/event-bus'
import { repeat } from './kernel/repeat'
import { Logger } from './kernel/logger'
import { Revisions } from './kernel/revision'
import { noSafe, type Safe } from './kernel/safe'
import { ScopeGuard } from './kernel/scope-guard'
import { SESSION_SECONDS, Sessions } from './kernel/sessions'
import { TaskRunner } from './kernel/task-runner'
import { Tickets } from './kernel/tickets'
import { Accounts } from './services/accounts'
import { AddressLeases } from './services/address-leases'
import { AddressPoolNews } from './services/address-pool-news'
import { addressPoolService } from './services/address-pool-service'
import { AgentAddresses } from './services/agent-addresses'
import { AppLog } from './services/app-log'
import { AutomaticSignIn } from './services/automatic-sign-in'
import { AutoStart } from './services/auto-start'
import { CallTimings } from './services/call-timings'
import { CellAllocation } from './services/cell-allocation'
import { CellStorages } from './services/cell-storages'
import { Batches } from './services/batches'
import { batchService } from './services/batch-service'
import { cutOffItems } from './services/cut-off-items'
import { cutOffTasks } from './services/cut-off-tasks'
import { GuestRemoval } from './services/guest-removal'
import { migrationService } from './services/migration-service'
import { Migrations } from './services/migrations'
import { Recovery } from './services/recovery'
import { GroupCommit } from './store/group-commit'
import { BatchRepository } from './store/repositories/batch-repository'
import { MigrationRepository } from './store/repositories/migration-repository'
import { cellService } from './services/cell-service'
import { computePoolService } from './services/compute-pool-service'
import { DataFolder } from './services/data-folder'
import { DemoFleet } from './services/demo-fleet'
import { diagnosticsService } from './services/diagnostics-service'
import { FleetFigures } from './services/fleet-figures'
import { GuestLocks } from './services/guest-locks'
import { sweepFailedCreations } from './services/failed-creations'
import { guestCreation } from './services/guest-creation'
import { guestService } from './services/guest-service'
import { GuestSpecs } from './services/guest-specs'
import { GuestView } from './services/guest-view'
import { HostRegistry } from './services/host-registry'
import { HostSampler } from './services/host-sampler'
import { Hypervisors } from './services/hypervisors'
import { diskImageService, mediaImageService } from './services/image-service'
import { Images } from './services/images'
import { InstancePower } from './services/instance-power'
import { instanceService } from './services/instance-service'
import { LiveState } from './services/live-state'
import { logService } from './services/log-service'
import { monitorChannelService } from './services/monitor-channel-service'
import { Passwords } from './services/passwords'
import { Reconciler } from './services/reconciler'
import { RestSetting } from './services/rest-setting'
import { RunningGuests } from './services/running-guests'
import { roleService } from './services/role-service'
import { sessionService } from './services/session-service'
import { SignInChecks, signInRules } from './services/sign-in-checks'
import { PlaceHistory } from './services/place-history'
import { placeLoads } from './services/place-loads'
import { statusService } from './services/status-service'
import { storagePoolService } from './services/storage-pool-service'
import { snapshotService } from './services/snapshot-service'
import { SystemReset } from './services/system-reset'
import { systemService } from './services/system-service'
import { taskService } from './services/task-service'
import { templateService } from './services/template-service'
import { UsageHistory } from './services/usage-history'
import { Volumes } from './services/volumes'
import { userGroupService } from './services/user-group-service'
import { userService } from './services/user-service'
import { visibilityService } from './services/visibility-service'
import { prepareStore } from './services/prepare-store'
import { Database } from './store/database'
import { AddressRepository } from './store/repositories/address-repository'
import { DiagnosticsRepository } from './store/repositories/diagnostics-repository'
import { GroupRepository } from './store/repositories/group-repository'
import { GuestRepository, type GuestRecord } from './store/repositories/guest-repository'
import { ImageRepository } from './store/repositories/image-repository'
import { PoolRepository, type CellRecord } from './store/repositories/pool-repository'
import { RoleRepository } from './store/repositories/role-repository'
import { SettingRepository } from './store/repositories/setting-repository'
import { SnapshotRepository } from './store/repositories/snapshot-repository'
import { StoragePoolRepository } from './store/repositories/storage-pool-repository'
import { TaskRepository } from './store/repositories/task-repository'
import { TemplateRepository } from './store/repositories/template-repository'
import { UserRepository } from './store/repositories/user-repository'

export interface AppOptions {
  /** Everything the application keeps is in here. */
  readonly dataFolder: string
  readonly version: string
  /** The folder with what is shipped beside the code: the sample guest. */
  readonly resources: string
  /** Where the sign-in of a personal computer is kept; without one there is none. */
  readonly safe?: Safe
  /** The desktop around the application; absent where it is served without one. */
  readonly desk?: Desk
  readonly clock?: Clock
  /** Hypervisors other than those there are. */
  readonly openDriver?: typeof openKnownDriver
}

/** The application, open. Closing it lets go of everything; guests run on. */
export interface App extends Core {
  /** Where the settings want the API served over TCP; undefined for nowhere. */
  readonly restPort: number | undefined
  close(): Promise<void>
}

/** How long a start waits for its cells; a slower one comes in later. */
const CELLS_MS = 3_000
/** How often parts of files that were never sent whole are looked for. */
const SWEEP_MS = 3_600_000
/** How often failed creations are looked through for those that were kept long enough. */
const FAILED_MS = 60_000

/** Opens the store and wires the application. Refuses with what is wrong with the data folder. */
export async function openApp(options: AppOptions): Promise<App> {
  const { dataFolder, version, resources, desk, safe = noSafe } = options
  const { clock = systemClock, openDriver = openKnownDriver } = options
  const open = new Disposables()
  const logs = join(dataFolder, 'logs')
  const logFile = new DailyFile(logs, 'app')
  const log = new Logger(logFile, clock)
  open.add(() => logFile.flush())
  const explain = (cause: unknown): AppError => {
    if (cause instanceof AppError) return cause
    const incident = randomUUID().slice(0, 8)
    log.error(`incident ${incident}`, cause)
    return new AppError('UNEXPECTED', { incident }, { cause })
  }

  const db = await Database.open(join(dataFolder, 'store'))
  open.add(() => db.close())
  try {
    // Opened after the store, whose folder one process has; closed when no task can write to it any more.
    const audit = await AuditLog.open(join(dataFolder, 'audit'), clock, (cause) => log.error('the audit log', cause))
    open.add(() => audit.close())
    const [guests, snapshots, pools, templates, users, taskRecords] = [
      new GuestRepository(db),
      new SnapshotRepository(db),
      new PoolRepository(db),
      new TemplateRepository(db),
      new UserRepository(db),
      new TaskRepository(db)
    ]
    const [groups, roles, passwords] = [new GroupRepository(db), new RoleRepository(db), new Passwords()]
    const [bus, revisions, tickets, live, locks] = [
      new EventBus(),
      new Revisions(),
      new Tickets(clock),
      new LiveState(),
      new GuestLocks()
    ]
    const [addresses, storagePools] = [new AddressRepository(db), new StoragePoolRepository(db)]
    const leases = new AddressLeases({ addresses, guests })
    const news = new AddressPoolNews({ db, addresses, bus, clock })
    log.info(`opened by Nano Desktop ${version}`)
    for (const { message, path } of db.problems) log.warn(message, { path })

    const reached: Reached = { rest: '' }
    const rest = new RestSetting({ db, settings: new SettingRepository(db), reached })
    let isOpen = false
    const specs = new GuestSpecs(leases)
    const guestsFolder = join(dataFolder, 'guests')
    const timings = new CallTimings(clock)
    const hypervisors: Hypervisors = new Hypervisors({
      openDriver: async (cell) =>
        timings.watch(
          cell.name,
          revive(cell, await openDriver(cell.connection, { guestsFolder, clock, log }), { guests, snapshots, specs })
        ),
      onGuestChange: (change) => power.learn(change.id, change),
      onCellChange: async (cell, state) => {
        // Before its guests are looked for: their volumes may be there.
        await storages.cellChanged(cell, state)
        await reconciler.cellChanged(cell, state)
        if (!state.alive) return
        await migrations.recover()
        if (isOpen) recovery.look()
        autoStart.cellConnected(cell.name)
      },
      clock,
      log: log.for('cells')
    })
    const figures = new FleetFigures({ pools, guests, bus })
    const running = new RunningGuests()
    const history = new UsageHistory({
      ...{ folder: join(dataFolder, 'history'), guests, running, hypervisors, bus, clock },
      log: log.for('history')
    })
    const loads = placeLoads({ hypervisors, figures })
    const placeHistory = new PlaceHistory({
      ...{ folder: join(dataFolder, 'history-of-places'), figures, loads, clock },
      log: log.for('history')
    })
    const view = new GuestView({ guests, live, hypervisors, bus, revisions })
    const withAgent = new RunningGuests(({ modules }) => modules.includes('qemu'))
    const agents = new AgentAddresses({ guests, running: withAgent, hypervisors, live, view, clock })
    const alsoAsk = async (cell: string): Promise<void> =>
      void (await Promise.all([history.take(cell), agents.look(cell)]))
    const sampler = new HostSampler({ hypervisors, alsoAsk, clock, log: log.for('sampler') })
    const storages: CellStorages = new CellStorages({ pools, storagePools, hypervisors, log: log.for('storage') })
    const allocation = new CellAllocation({ db, pools, guests, hypervisors, storages, bus, revisions })
    const hosts = new HostRegistry({ db, pools, guests, view, hypervisors, allocation, bus, revisions })
    const imageFolder = join(dataFolder, 'images')
    const [diskRecords, mediaRecords] = [new ImageRepository(db, 'disk'), new ImageRepository(db, 'media')]
    const scope = new ScopeGuard({
      guest: (id) => guests.ownerOf(id),
      disk_image: (id) => diskRecords.ownerOf(id),
      media_image: (id) => mediaRecords.ownerOf(id)
    })
    const named = { guest: guests, disk_image: diskRecords, media_image: mediaRecords }
    const nameOf: NameOf = (kind, id) => named[kind].find(id)?.name ?? ''
    const shared = { db, inspect: inspectImage, revisions, clock }
    const diskImages = new Images({
      ...shared,
      kind: 'disk',
      images: diskRecords,
      folder: join(imageFolder, 'disk'),
      usersOf: (id) => guests.namesUsingImage(id),
      announce: (id, image) =>
        image ? bus.publish('disk_image.changed', image) : bus.publish('disk_image.removed', { id })
    })
    const mediaImages = new Images({
      ...shared,
      kind: 'media',
      images: mediaRecords,
      folder: join(imageFolder, 'media'),
      usersOf: (id) => view.namesWithMedia(id),
      announce: (id, image) =>
        image ? bus.publish('media_image.changed', image) : bus.publish('media_image.removed', { id })
    })
    const { run: commit } = new GroupCommit(db)
    const power = new InstancePower({ db, guests, commit, specs, hypervisors, mediaImages, live, view })
    const autoStart = new AutoStart({ guests, live, view, locks, power, log: log.for('auto start') })
    const removal = new GuestRemoval({ db, guests, hypervisors, live, view, locks, commit })
    const volumes = new Volumes({ db, guests, snapshots, view, log: log.for('volumes') })
    const resets = new SystemReset({
      ...{ db, guests, specs, diskImages, hypervisors, live, view, locks },
      log: log.for('resets')
    })
    const reconciler = new Reconciler({
      ...{ db, pools, guests, specs, live, view, locks, removal, volumes, resets, bus, revisions, clock },
      log: log.for('reconciler')
    })
    const accounts = new Accounts({ db, users, groups, roles, bus, revisions })
    const checks = new SignInChecks({ users, passwords, clock })
    const automatic = new AutomaticSignIn({ db, users, safe })
    const sessions = new Sessions({ clock, isReady: () => users.any(), accessOf: (user) => accounts.accessOf(user) })
    const tasks = new TaskRunner({ store: taskRecords, bus, clock, revisions }, explain)
    const makeFleet = (count: number) => demoFleet({ guests: count, seed: randomInt(1, 1 << 20) })
    const demo = new DemoFleet({ db, pools, addresses, guests, hypervisors, bus, clock, makeFleet })
    const making = {
      ...{ templates, specs },
      ...{ db, guests, pools, diskImages, mediaImages, hypervisors, leases, storages, figures },
      ...{ live, view, locks, power, clock, commit }
    }
    const [batches, migrationRecords] = [new BatchRepository(db), new MigrationRepository(db)]
    const runner = new Batches({ batches, commit, explain, log: log.for('batches') })
    const moving = {
      ...{ db, guests, pools, hypervisors, storages, figures, view, locks, power, bus, explain },
      migrations: migrationRecords,
      specOf: (guest: GuestRecord) => specs.of(guest),
      log: log.for('migrations')
    }
    const migrations = new Migrations(moving)
    const aboutItself = {
      ...{ db, pools, hypervisors, version },
      details: () => ({
        data_folder: dataFolder,
        rest: reached.rest,
        rest_setting: rest.show(),
        session_seconds: SESSION_SECONDS,
        sign_in: signInRules,
        platform: `${platform()} ${release()} ${arch()}`,
        node: process.versions.node
      }),
      checkHost: ({ again }: { readonly again: boolean }) => checkHost({ folder: dataFolder, again })
    }
    const instance = instanceService({ guests, hypervisors, view, locks, power, history, clock })
    const snapshot = snapshotService({ snapshots, hypervisors, view, locks, volumes, clock })
    const services = {
      system: systemService({
        ...aboutItself,
        users,
        groups,
        roles,
        accounts,
        passwords,
        demo,
        rest,
        folder: new DataFolder({ path: dataFolder, desk, running: () => tasks.running })
      }),
      session: sessionService({ users, checks, automatic, sessions }),
      computePool: computePoolService({ db, pools, storagePools, addresses, guests, view, allocation, bus }),
      cell: cellService({ db, pools, storagePools, hypervisors, storages, allocation, hosts, bus, revisions }),
      guest: guestService({ ...making, removal, volumes, resets }),
      instance,
      diskImage: diskImageService({ diskImages, hypervisors, view, locks, tickets }),
      mediaImage: mediaImageService(mediaImages, tickets),
      monitorChannel: monitorChannelService({ view, hypervisors, tickets, sessions }),
      storagePool: storagePoolService({ db, pools, storagePools, bus }),
      addressPool: addressPoolService({ db, pools, addresses, news, bus }),
      status: statusService({ guests, figures, loads, history: placeHistory, view, clock }),
      snapshot,
      template: templateService({ db, templates, bus, clock }),
      migration: migrationService(moving, migrations),
      batch: batchService({
        ...{ batches, runner, guests, pools, instance, snapshot, removal, live, clock, commit },
        makeGuest: (wanted, call) => guestCreation(making, wanted, call)
      }),
      role: roleService({ roles, groups, accounts }),
      userGroup: userGroupService({ users, groups, roles, accounts }),
      user: userService({ users, accounts, automatic, passwords, checks, sessions }),
      log: logService({ audit, clock }),
      diagnostics: diagnosticsService({
        ...aboutItself,
        ...{ known: new DiagnosticsRepository(db), appLog: new AppLog(logs, logFile), timings, tasks, tickets, clock }
      }),
      visibility: visibilityService({ groups, accounts }),
      task: taskService(tasks)
    }
    const dispatcher = new Dispatcher({ services, tasks, audit, scope, nameOf, explain })
    open.add(() => hypervisors.close())
    open.add(() => history.close())
    open.add(() => placeHistory.close())
    open.add(() => agents.close())
    open.add(() => sampler.stop())
    open.add(() => Promise.all([autoStart.close(), news.close()]))
    open.add(() => resets.close())
    open.add(() => tasks.close())
    open.add(() => Promise.all([diskImages.close(), mediaImages.close()]))

    const sweeping = setInterval(
      () => void Promise.all([diskImages.sweepParts(), mediaImages.sweepParts()]).catch(explain),
      SWEEP_MS
    ).unref()
    open.add(async () => clearInterval(sweeping))

    await prepareStore({ db, pools, tasks: taskRecords, demo, templates, diskImages, mediaImages, resources, clock })
    const recovery = new Recovery({ transaction: (work) => db.transaction(work) })
    const images = new ImageRepository(db, 'disk')
    // What becomes of a batch hangs on its items.
    recovery.add(
      ...cutOffItems({ batches, guests, hypervisors, live }),
      ...cutOffTasks({ tasks: taskRecords, guests, batches, migrations: migrationRecords, diskImages: images, clock })
    )
    resets.onEnd = () => void (isOpen && recovery.look())
    figures.start()
    for (const known of [running, withAgent]) known.start(bus)
    news.start()
    await history.start()
    await placeHistory.start()
    const connected = Promise.all(pools.listCells().map((cell) => hypervisors.connect(cell)))
    const patience = new AbortController()
    await Promise.race([connected, clock.sleep(CELLS_MS, patience.signal)]).finally(() => patience.abort())
    recovery.look()
    isOpen = true
    sampler.start()
    const failed = { db, guests, hypervisors, view, clock, log: log.for('sweeper') }
    const sweepFailed = (): Promise<void> => sweepFailedCreations(failed)
    open.add(repeat(clock, FAILED_MS, sweepFailed, (cause) => log.error('clearing failed creations away', cause)))
    const core = { version, dispatcher, bus, tickets, sessions, tasks, explain, log, reached }
    return { ...core, restPort: rest.port, close: () => open.dispose() }
  } catch (error) {
    await open.dispose()
    throw error
  }
}

interface Remembered {
  readonly guests: GuestRepository
  readonly snapshots: SnapshotRepository
  readonly specs: GuestSpecs
}

/**
 * A made-up host has forgotten its guests with the last process; it is told of them. Those that start with their cell
 * have done so.
 */
function revive(cell: CellRecord, driver: Driver, { guests, snapshots, specs }: Remembered): Driver {
  if (driver.kind !== 'simulated') return driver
  const trees = snapshots.listByCell(cell.name)
  const specOf = specs.on(cell.name)
  const started = guests.startingWith(cell.name)
  for (const guest of guests.listByCell(cell.name)) {
    const running = guest.auto_start && { running: started.has(guest.id) }
    const seed = { disks: guest.disks, snapshots: trees.get(guest.id) ?? [], ...running }
    if (guest.created) (driver as SimulatedDriver).seedGuest(specOf(guest), seed)
  }
  return driver
}
