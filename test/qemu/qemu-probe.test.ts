import { chmod } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { ProcessorFacts } from '@main/drivers/qemu/accelerators'
import { checkHost } from '@main/drivers/qemu/host-checks'
import { probeProgram, probeQemu } from '@main/drivers/qemu/qemu-probe'
import { Bench } from './qemu-rig'

/** A computer that has all that KVM needs, as far as one can see. */
const promising: ProcessorFacts = {
  platform: 'linux',
  arch: 'x64',
  cpuinfo: 'flags : vmx',
  kvm: 'open',
  user: 'ada'
}

/** The real QEMU behind a script, which decides what happens to `-accel kvm`. */
async function qemuWhere(bench: Bench, script: string): Promise<string> {
  const program = await bench.file('qemu-system-x86_64', Buffer.from(`#!/bin/bash\n${script}\n`))
  await chmod(program, 0o755)
  return program
}

describe('the probe', () => {
  test('finds a QEMU that works, and says why it runs guests as it does', async () => {
    const { program, version, acceleration, finding } = await probeQemu()
    expect(program).toMatch(/qemu-system-x86_64$/)
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(acceleration.reason).not.toBe('')
    expect(acceleration.accelerator === 'tcg').toBe(finding.code !== 'accelerated')
  })

  test('takes the first processor that QEMU starts with', async () => {
    const bench = await Bench.create()
    const program = await qemuWhere(
      bench,
      `[[ "$*" == *"-cpu host "* ]] && { echo "failed to set MSR 0x10a" >&2; exit 134; }
       set -- "\${@//accel=kvm/accel=tcg}"
       exec qemu-system-x86_64 "\${@//host,-arch-capabilities/qemu64}"`
    )
    const { acceleration, finding } = await probeProgram(program, promising)
    expect(acceleration).toMatchObject({ accelerator: 'kvm', cpu_model: 'host,-arch-capabilities' })
    expect(finding.code).toBe('accelerated')
  })

  test('falls back to emulation by itself, with the words of QEMU for why', async () => {
    const bench = await Bench.create()
    const program = await qemuWhere(
      bench,
      `[[ "$*" == *accel=kvm* ]] && { echo "ioctl(KVM_CREATE_VM) failed: 16" >&2; exit 1; }
       exec qemu-system-x86_64 "$@"`
    )
    const { acceleration, finding } = await probeProgram(program, promising)
    expect(acceleration.accelerator).toBe('tcg')
    expect(acceleration.reason).toBe('QEMU does not start with kvm: ioctl(KVM_CREATE_VM) failed: 16')
    expect(finding).toMatchObject({ code: 'accelerator_fails', command: '' })
  })

  test('takes no QEMU that says nothing', async () => {
    const bench = await Bench.create()
    const mute = await qemuWhere(bench, 'exit 0')
    await expect(probeProgram(mute, { ...promising, kvm: 'absent' })).rejects.toMatchObject({ fault: 'unavailable' })
  })
})

describe('the check of this computer', () => {
  test('tells of processor, QEMU, memory and disk', async () => {
    const { root: folder } = await Bench.create()
    const checks = await checkHost({ folder, again: true })
    expect(checks.map(({ subject }) => subject)).toEqual(['processor', 'qemu', 'memory', 'disk'])
    const [processor, qemu, memory, disk] = checks
    const { acceleration, version, program } = await probeQemu()
    expect(processor?.details).toEqual(acceleration)
    expect(qemu).toMatchObject({ state: 'fine', code: 'qemu_found', details: { version, path: program } })
    expect(memory?.details['available']).toBeLessThanOrEqual(Number(memory?.details['total']))
    expect(disk?.details).toMatchObject({ path: folder })
  })

  test('says with which command QEMU is installed where it is missing', async () => {
    const { root: folder } = await Bench.create()
    const checks = await checkHost({ folder, again: false, places: [folder] })
    const qemu = checks.find(({ subject }) => subject === 'qemu')
    expect(qemu).toMatchObject({ state: 'fix', code: 'qemu_missing', command: expect.stringMatching(/qemu/) })
  })
})
