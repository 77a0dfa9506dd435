import type { Translated } from '../translated'
import type { welcome as english } from '../en/welcome'

export const welcome: Translated<typeof english> = {
  title: '您的机器在哪里？',
  doors: {
    computer: '本机',
    computerHint: '用 QEMU 在本机运行虚拟机。',
    computerFix: '在本机运行虚拟机。需先处理红色项，也可以先看看。',
    ssh: '通过 SSH 添加主机',
    sshHint: '此版本尚不支持，目前只管理本机上的虚拟机。',
    demo: '浏览演示集群',
    demoHint: '模拟主机上的 1,000 台虚构虚拟机，不需要主机，也不会真正运行。'
  },
  checks: '本机检查',
  summary: '{fine} 项正常，{fix} 项待处理，{know} 项提示',
  copyReport: '复制报告',
  checkAgain: '重新检查',
  states: { fine: '正常', know: '提示', fix: '待处理' },
  subjects: { processor: '处理器', qemu: 'QEMU', memory: '内存', disk: '磁盘空间' },
  findings: {
    accelerated: '硬件虚拟化可用（{accelerator}）',
    no_hardware_virtualization: '没有硬件虚拟化，虚拟机以软件模拟运行，速度较慢',
    accelerator_forbidden: '有硬件虚拟化，但您的账户无权使用',
    accelerator_missing: '硬件虚拟化未启用，虚拟机以软件模拟运行，速度较慢',
    accelerator_fails: '硬件虚拟化在此无法运行虚拟机，虚拟机以软件模拟运行，速度较慢',
    qemu_found: '{version}',
    qemu_missing: 'QEMU 不可用，没有它无法运行虚拟机',
    memory_free: '共 {total}，可用 {available}',
    memory_low: '共 {total}，仅剩 {available}，只能运行小型虚拟机',
    disk_free: '可用 {available}',
    disk_low: '仅剩 {available}，放不下多少磁盘'
  },
  private: '数据不会离开本机：无需在线账户，没有遥测。',
  continue: '继续',
  back: '返回',
  accountTitle: '由谁来管理？',
  accountHint: '管理员只需创建一次，账户仅保存在本机。',
  user: '用户名',
  password: '密码',
  repeat: '再次输入密码',
  automatic: '在本机自动登录',
  passwordHint: '至少 8 个字符，包含小写字母、大写字母和数字。',
  different: '两次输入的密码不同',
  start: '创建管理员并开始'
}
