import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { getPriority } from 'node:os'
import { describe, expect, onTestFinished, test } from 'vitest'
import { acceleratorFor, type ProcessorFacts } from '@main/drivers/qemu/accelerators'
import { usualPlaces } from '@main/drivers/qemu/find-programs'
import { commandFor } from '@main/drivers/qemu/install-command'
import { parseCards, parseDisks } from '@main/drivers/qemu/host-traffic'
import { plainRefusal } from '@main/drivers/qemu/launch'
import { setProcessPriority } from '@main/drivers/qemu/process-priority'
import { parsePs, parseStat } from '@main/drivers/qemu/process-usage'
import { forwardedIn } from '@main/drivers/qemu/qemu-limits'
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

  test('is made nicer, and less nice again only if the system lets us', async () => {
    const nobody = 65_534
    const isRoot = process.getuid?.() === 0
    const sleeper = spawn('sleep', ['60'], isRoot ? { uid: nobody } : {})
    onTestFinished(() => void sleeper.kill('SIGKILL'))
    await once(sleeper, 'spawn')
    const pid = sleeper.pid!
    if (isRoot) process.seteuid?.(nobody)
    try {
      expect(await setProcessPriority(pid, 'low')).toBe(true)
      expect(getPriority(pid)).toBe(Math.min(19, getPriority() + 10))
      expect(await setProcessPriority(pid, 'low')).toBe(true)
      expect(await setProcessPriority(pid, 'high')).toBe(false)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
    if (isRoot) expect(await setProcessPriority(pid, 'high')).toBe(true)
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

describe('a computer', () => {
  test('has moved what its whole disks have', () => {
    const line = (name: string, read: number, written: number): string =>
      `   8  0 ${name} 100 5 ${read} 7 200 6 ${written} 9 0 1 2 3 4 5 6 7 8\n`
    const disks = line('sda', 10, 1) + line('nvme0n1', 20, 2) + line('vdb', 40, 4)
    const others = ['sda1', 'nvme0n1p1', 'loop0', 'dm-0', 'md0', 'zram0', 'sr0'].map((name) => line(name, 999, 999))
    expect(parseDisks(disks + others.join(''))).toEqual({ read: 70 * 512, write: 7 * 512 })
    expect(parseDisks('')).toEqual({ read: 0, write: 0 })
  })

  test('has received and sent what its cards have', () => {
    const heading = 'Inter-|   Receive  |  Transmit\n face |bytes    packets errs|bytes\n'
    const cards =
      ' eth0: 100 2 0 0 0 0 0 0 30 4 0 0 0 0 0 0\n  lo: 7 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\nwlan0:5 1 0 0 0 0 0 0 6 1\n'
    expect(parseCards(heading + cards)).toEqual({ receive: 105, send: 36 })
  })
})

describe('a refusal of QEMU', () => {
  test('names the device that it does not have', () => {
    const words = "-device qxl-vga: 'qxl-vga' is not a valid device model name"
    expect(plainRefusal(words)).toContain('does not have the device qxl-vga')
  })

  test('names the port that is taken', () => {
    const words = "-netdev user,id=net0: Could not set up host forwarding rule 'udp:127.0.0.1:8080-:80'"
    expect(plainRefusal(words)).toMatch(/^Port 8080 \(udp\) of this computer cannot be forwarded/)
  })

  test('is left as it is where it is plain', () => {
    expect(plainRefusal('cannot set up guest memory')).toBeUndefined()
  })
})

test('the forwarded ports are read from the table that QEMU shows', () => {
  const table = [
    'Hub -1 (net0):',
    '  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ',
    '  TCP[ESTABLISHED]   12       127.0.0.1 18082       10.0.2.15    22     0     0',
    '  TCP[HOST_FORWARD]  11       127.0.0.1 18082       10.0.2.15    80     0     0',
    '  UDP[HOST_FORWARD]   9       127.0.0.1    53       10.0.2.15    81     0     0',
    ''
  ]
  expect(forwardedIn(table.join('\r\n'))).toEqual([
    { protocol: 'tcp', host: 18082, guest: 80 },
    { protocol: 'udp', host: 53, guest: 81 }
  ])
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
    expect(reason).toContain('emulation')
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
