import { describe, expect, test } from 'vitest'
import { acceleratorFor, type ProcessorFacts } from '@main/drivers/qemu/accelerators'
import { usualPlaces } from '@main/drivers/qemu/find-programs'
import { commandFor } from '@main/drivers/qemu/install-command'
import { parsePs, parseStat } from '@main/drivers/qemu/process-usage'
import { farewellOf, powerOf } from '@main/drivers/qemu/run-states'

const intel = 'processor\t: 0\nflags\t\t: fpu vme vmx ssse3\n'

describe('the accelerator', () => {
  const facts: ProcessorFacts = { platform: 'linux', arch: 'x64', cpuinfo: intel, kvm: 'open', user: 'ada' }

  test.each([
    ['linux', 'kvm'],
    ['darwin', 'hvf'],
    ['win32', 'whpx']
  ] as const)('of %s is %s', (platform, name) => {
    expect(acceleratorFor({ ...facts, platform })).toMatchObject({ name })
  })

  test('of an AMD processor is used too', () => {
    expect(acceleratorFor({ ...facts, cpuinfo: 'flags : fpu svm\n' })).toMatchObject({ name: 'kvm' })
  })

  test.each<[string, Partial<ProcessorFacts>, string, string]>([
    ['opens, but the processor offers nothing', { cpuinfo: 'flags\t: fpu vmxoff\n' }, 'no_hardware_virtualization', ''],
    ['is for another kind of processor', { arch: 'arm64' }, 'no_hardware_virtualization', ''],
    ['is not open to the user', { kvm: 'forbidden' }, 'accelerator_forbidden', 'sudo usermod -aG kvm ada'],
    ['is not there', { kvm: 'absent' }, 'accelerator_missing', 'sudo modprobe kvm_intel'],
    ['does not exist for the system', { platform: 'aix' }, 'accelerator_missing', '']
  ])('that %s is not tried, with a reason and the fix', (_what, more, code, command) => {
    const finding = acceleratorFor({ ...facts, ...more })
    expect(finding).toMatchObject({ code, command })
    expect('reason' in finding && finding.reason).toMatch(/\w{3}/)
  })
})

describe('QEMU', () => {
  test.each([
    ['ID=debian', 'sudo apt-get install -y --no-install-recommends qemu-system-x86 qemu-utils'],
    ['ID=ubuntu\nID_LIKE=debian', 'sudo apt-get install -y --no-install-recommends qemu-system-x86 qemu-utils'],
    ['NAME="Fedora Linux"\nID=fedora', 'sudo dnf install -y qemu-system-x86 qemu-img'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'sudo dnf install -y qemu-system-x86 qemu-img'],
    ['ID=arch', 'sudo pacman -S --needed --noconfirm qemu-system-x86 qemu-img'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'sudo zypper install -y qemu-x86 qemu-tools'],
    ['ID=unheard-of', ''],
    ['', '']
  ])('is installed on %j with %j', (release, command) => {
    expect(commandFor(release, false)).toBe(command)
    expect(commandFor(release, true)).toBe(command.replace('sudo ', ''))
  })

  test('is looked for in PATH first, then where installers put it', () => {
    expect(usualPlaces('/mine::/yours', 'darwin')).toEqual([
      '/mine',
      '/yours',
      '/opt/homebrew/bin',
      '/usr/local/bin',
      '/opt/local/bin'
    ])
  })
})

describe('a process', () => {
  test('tells its CPU time whatever it is called', () => {
    const fields = ['S', ...Array.from({ length: 10 }, () => '0'), '123', '77', '0']
    expect(parseStat(`42 (a (b) c) ${fields.join(' ')}\n`)).toEqual({ state: 'S', cpuMs: 2000 })
    expect(parseStat('')).toBeUndefined()
  })

  test('tells its CPU time by ps, on Linux and on macOS', () => {
    expect(parsePs('  42  2048 1-02:03:04\n 7 0 61:02.50\n\n')).toEqual(
      new Map([
        [42, { cpuMs: 93_784_000, resident: 2 << 20 }],
        [7, { cpuMs: 3_662_500, resident: 0 }]
      ])
    )
  })
})

describe('a guest that QEMU', () => {
  test.each(['running', 'shutdown', 'prelaunch'])('holds as %s runs', (status) => {
    expect(powerOf({ status, running: status === 'running' }, [], '')).toEqual({ power: 'running', reason: '' })
  })

  test('has halted with an internal error says so, with its words', () => {
    const words = 'KVM internal error. Suberror: 1'
    const { power, reason } = powerOf({ status: 'internal-error', running: false }, [], words)
    expect(power).toBe('failed')
    expect(reason).toContain(words)
  })

  test('has halted because a disk is full says so', () => {
    const { reason } = powerOf({ status: 'io-error', running: false }, [{ 'io-status': 'nospace' }], '')
    expect(reason).toContain('no space left')
  })

  test.each(['paused', 'io-error', 'guest-panicked', 'watchdog', 'colo'])('holds as %s is halted', (status) => {
    expect(powerOf({ status, running: false }, [], '')).toMatchObject({
      power: 'failed',
      reason: expect.stringMatching(/\w/)
    })
  })

  test('has ended as it was told gives no reason', () => {
    expect([farewellOf('guest-shutdown'), farewellOf('host-qmp-quit')]).toEqual(['', ''])
    expect(farewellOf('host-signal')).toContain('signal')
  })
})
