import type { HostCheck } from '@shared/contract/system'

/** The first minute: the checks of this computer, the three doors, the first administrator. */
export const welcome = {
  title: 'Where are your machines?',
  doors: {
    computer: 'This computer',
    computerHint: 'Run guests here, on QEMU.',
    computerFix: 'Run guests here. Needs the red line fixed first; you can look around before.',
    ssh: 'Add a host over SSH',
    sshHint: 'Not in this version yet: it manages guests on this computer only.',
    demo: 'Explore a demo fleet',
    demoHint: '1,000 made-up guests on simulated cells. No host is needed, nothing real runs.'
  },
  checks: 'Checks of this computer',
  summary: '{fine} fine, {fix} to fix, {know} to know',
  copyReport: 'Copy report',
  checkAgain: 'Check again',
  states: { fine: 'Fine', know: 'Good to know', fix: 'To fix' },
  subjects: { processor: 'Processor', qemu: 'QEMU', memory: 'Memory', disk: 'Disk space' },
  findings: {
    accelerated: 'Hardware virtualisation works ({accelerator})',
    no_hardware_virtualization: 'No hardware virtualisation: guests are emulated and run slower',
    accelerator_forbidden: 'Hardware virtualisation is there, but your account may not use it',
    accelerator_missing: 'Hardware virtualisation is not switched on: guests are emulated and run slower',
    accelerator_fails: 'Hardware virtualisation runs no guest here: guests are emulated and run slower',
    qemu_found: '{version}',
    qemu_missing: 'QEMU is not usable, and no guest runs without it',
    memory_free: '{available} of {total} free',
    memory_low: 'Only {available} of {total} free: room for small guests only',
    disk_free: '{available} free',
    disk_low: 'Only {available} free: not enough for many disks'
  } satisfies Record<HostCheck['code'], string>,
  private: 'Nothing leaves this computer: no account, no telemetry.',
  continue: 'Continue',
  back: 'Back',
  accountTitle: 'Who looks after them?',
  accountHint: 'You make this administrator once. The account is kept on this computer only.',
  user: 'User name',
  password: 'Password',
  repeat: 'Password again',
  automatic: 'Sign in by itself on this computer',
  passwordHint: 'At least 8 characters, with a lower-case letter, an upper-case letter and a digit.',
  different: 'The two passwords are different',
  start: 'Create administrator and start'
} as const
