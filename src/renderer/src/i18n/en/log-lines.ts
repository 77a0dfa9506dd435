import type { Contract } from '@shared/contract'

type ChangesOf<G> = { [K in keyof G as G[K] extends { readonly audit: unknown } ? K : never]: string }
/** A line for every operation that is logged: one without does not compile. */
type LineTexts = {
  [G in keyof Contract as keyof ChangesOf<Contract[G]> extends never ? never : G]: ChangesOf<Contract[G]>
}

/** What somebody wanted done, in the log; whether it was stands beside it. Holes are the details of a log entry. */
export const logLines = {
  operations: {
    system: {
      init: 'Make the first administrator “{user}” in group “{group}” with role “{role}”',
      setRest: '{enabled} the API over TCP at port {port}',
      setDataFolder: 'Choose the data folder of the next start {path}',
      showDataFolder: 'Show the data folder',
      restart: 'Restart the application',
      fillDemo: 'Add a demo fleet of {guests} guests'
    },
    session: {
      create: 'Sign in as “{user}”',
      createAutomatic: 'Sign in as “{user}” by itself',
      setAutomatic: '{enabled} signing in by itself',
      end: 'End sign-in {id}',
      remove: 'Sign out'
    },
    computePool: {
      create: 'Make compute pool “{pool}”',
      modify: 'Change compute pool “{pool}”',
      remove: 'Delete compute pool “{pool}”'
    },
    cell: {
      modify: '{enable} cell “{cell}” of compute pool “{pool}”',
      add: 'Add cell “{cell}” to compute pool “{pool}”',
      takeOut: 'Take cell “{cell}” out of compute pool “{pool}”',
      setStorage: 'Choose {default} for new volumes of cell “{cell}”',
      register: 'Register host “{name}”',
      unregister: 'Forget host “{cell}”'
    },
    storagePool: {
      create: 'Make storage pool “{pool}” ({type})',
      modify: 'Change storage pool “{pool}”',
      remove: 'Delete storage pool “{pool}”'
    },
    addressPool: {
      create: 'Make address pool “{pool}”',
      modify: 'Change address pool “{pool}”',
      remove: 'Delete address pool “{pool}”',
      addRange: 'Add {type} range {start} to {end} to address pool “{pool}”',
      removeRange: 'Remove the {type} range from {start} of address pool “{pool}”'
    },
    guest: {
      create: 'Create guest “{name}” in compute pool “{pool}”',
      remove: 'Delete guest “{id}”{force}',
      setCores: 'Set guest “{id}” to {cores} cores',
      setMemory: 'Set guest “{id}” to {memory} of memory',
      resizeDisk: 'Grow disk {disk} of guest “{id}” to {size}',
      shrinkDisk: 'Shrink disk {disk} of guest “{id}”',
      resetSystem: 'Reset the system of guest “{id}” to image “{from_image}”',
      rename: 'Rename guest “{id}” to “{name}”',
      setAuth: 'Set a password in guest “{id}”',
      setAutoStart: '{enable} auto start of guest “{id}”',
      setTags: 'Change the tags of guest “{id}”',
      setCpuPriority: 'Set the processor priority of guest “{id}” to {priority}',
      setDiskLimits: 'Change the disk limits of guest “{id}”',
      setNetworkLimits: 'Change the network limits of guest “{id}”',
      setPorts: 'Change the forwarded ports of guest “{id}”',
      renewMonitorSecret: 'Make a new console password for guest “{id}”'
    },
    instance: {
      start: 'Start guest “{id}”{from_media}',
      stop: '{reboot} guest “{id}”{force}',
      insertMedia: 'Insert media image “{source}” into guest “{id}”',
      ejectMedia: 'Eject the medium of guest “{id}”'
    },
    snapshot: {
      create: 'Take snapshot “{name}” of guest “{id}”',
      restore: 'Put guest “{id}” back to snapshot “{target}”',
      remove: 'Delete snapshot “{name}” of guest “{id}”'
    },
    monitorChannel: {
      create: 'Open the {kind}console of guest “{guest}”'
    },
    template: {
      create: 'Make system template “{name}”',
      modify: 'Change system template “{id}”',
      remove: 'Delete system template “{id}”'
    },
    diskImage: {
      create: 'Make disk image “{name}”',
      build: 'Build disk image “{name}” from guest “{guest}”',
      modify: 'Change disk image “{id}”',
      sync: 'Look for new disk images',
      remove: 'Delete disk image “{id}”',
      upload: 'Upload the file of disk image “{id}”'
    },
    mediaImage: {
      create: 'Make media image “{name}”',
      modify: 'Change media image “{id}”',
      sync: 'Look for new media images',
      remove: 'Delete media image “{id}”',
      upload: 'Upload the file of media image “{id}”'
    },
    migration: {
      create: 'Move guests from cell “{source_cell}” to cell “{target_cell}”'
    },
    batch: {
      createGuests: 'Create {count} guests “{name_prefix}_…” in compute pool “{pool}”',
      retryCreate: 'Create again what had failed of batch {id}',
      deleteGuests: 'Delete {n} guest{force} | Delete {n} guests{force}',
      stopGuests: 'Stop {n} guest{force} | Stop {n} guests{force}',
      startGuests: 'Start {n} guest | Start {n} guests',
      rebootGuests: 'Reboot {n} guest{force} | Reboot {n} guests{force}',
      snapshotGuests: 'Take snapshot “{name}” of {n} guest | Take snapshot “{name}” of {n} guests'
    },
    role: {
      create: 'Make role “{role}” ({menu})',
      modify: 'Change role “{role}” ({menu})',
      remove: 'Delete role “{role}”'
    },
    userGroup: {
      create: 'Make user group “{group}”',
      modify: 'Change user group “{group}”',
      remove: 'Delete user group “{group}”',
      addMember: 'Put user “{user}” into group “{group}”',
      removeMember: 'Take user “{user}” out of group “{group}”'
    },
    user: {
      create: 'Make user “{user}”',
      modify: 'Change user “{user}”',
      remove: 'Delete user “{user}”',
      setPassword: 'Change the password of user “{user}”',
      resetPassword: 'Reset the password of user “{user}”'
    },
    log: {
      create: 'Add a note to the log',
      remove: 'Delete {n} log entry | Delete {n} log entries'
    },
    visibility: {
      modify: 'Change what the members of the group see of each other'
    },
    task: {
      cancel: 'Cancel task {id}'
    }
  } satisfies LineTexts,
  /** What is said of a choice, by the field and its value; nothing where there is no word. */
  choices: {
    enable: { true: 'Enable', false: 'Disable' },
    enabled: { true: 'Switch on', false: 'Switch off' },
    force: { true: ' by force' },
    reboot: { true: 'Reboot', false: 'Shut down' },
    from_media: { true: ' from a medium' },
    kind: { serial: 'serial ', screen: '' },
    type: { internal: 'guest', external: 'other' },
    priority: { high: 'high', medium: 'medium', low: 'low' }
  },
  asked: 'Asked for {operation}',
  failed: '{line}: {why}'
} as const
