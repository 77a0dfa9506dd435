/** The commands we give, with what they take and answer: the parts we use of QEMU's own qapi/*.json. */
export interface QmpCommands {
  qmp_capabilities: { args: object; result: object }
  'query-status': { args: object; result: { readonly status: string; readonly running: boolean } }
  'chardev-add': {
    args: { id: string; backend: { type: 'qemu-vdagent'; data: { clipboard: boolean } } }
    result: object
  }
  'query-block': { args: object; result: readonly BlockDevice[] }
  'query-blockstats': { args: object; result: readonly BlockStats[] }
  'blockdev-change-medium': {
    args: { id: string; filename: string; format: 'raw'; 'read-only-mode': 'read-only' }
    result: object
  }
  block_resize: { args: { 'node-name': string; size: number }; result: object }
  'blockdev-del': { args: { 'node-name': string }; result: object }
  eject: { args: { id: string; force: boolean }; result: object }
  'qom-set': { args: { path: string; property: string; value: number }; result: object }
  'qom-get': { args: { path: string; property: 'guest-stats' }; result: { readonly stats: Record<string, number> } }
  'human-monitor-command': { args: { 'command-line': string }; result: string }
  block_set_io_throttle: {
    args: Throttle & { id: string; bps: number; iops: number; group: string }
    result: object
  }
  'set-action': { args: { shutdown: 'poweroff' | 'pause' }; result: object }
  system_powerdown: { args: object; result: object }
  system_reset: { args: object; result: object }
  cont: { args: object; result: object }
  quit: { args: object; result: object }
}

/** A drive or disk of a guest; without `inserted` it is empty. */
export interface BlockDevice {
  readonly qdev?: string
  readonly tray_open?: boolean
  readonly 'io-status'?: 'ok' | 'failed' | 'nospace'
  readonly inserted?: Throttle & { readonly file: string; readonly 'node-name'?: string }
}

/** Bytes and operations per second, read and written; 0 is no limit. */
export interface Throttle {
  readonly bps_rd: number
  readonly bps_wr: number
  readonly iops_rd: number
  readonly iops_wr: number
}

export interface BlockStats {
  readonly qdev?: string
  readonly stats: { readonly rd_bytes: number; readonly wr_bytes: number }
}
