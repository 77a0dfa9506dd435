import type { Translated } from '../translated'
import type { guests as english } from '../en/guests'

export const guests: Translated<typeof english> = {
  title: '虚拟机',
  openConsole: '打开控制台',
  openPage: '打开详情',
  moreActions: '更多操作',
  actions: {
    start: '启动',
    shutDown: '关机',
    reboot: '重启',
    reset: '强制重启…',
    forceOff: '强制关机…',
    remove: '删除…',
    clearAway: '清除'
  },
  run: {
    start: '启动 {what}',
    shutDown: '关闭 {what}',
    reboot: '重启 {what}',
    reset: '强制重启 {what}',
    forceOff: '强制关闭 {what}',
    remove: '删除 {what}',
    many: '{n} 台虚拟机',
    progress: '{done} / {all}',
    failed: '{n} 台失败',
    refused: '略过 {n} 台',
    retry: '重试失败项',
    stop: '停止',
    stopped: '已停止',
    andMore: '另有 {n} 项'
  },
  ask: {
    reset: '强制重启 {what}？',
    forceOff: '强制关闭 {what}？',
    powerLoss: '相当于拔掉电源：虚拟机尚未写入磁盘的内容会丢失。',
    remove: '删除 {what}？',
    gone: '以下磁盘将被永久删除：',
    systemDisk: '系统盘，{size}',
    disk: '磁盘 {n}，{size}',
    nothing: '仅有创建失败的记录',
    force: '先强制关机 | 先强制关闭 {n} 台运行中的虚拟机',
    running: '虚拟机正在运行，无法删除 | 保留 {n} 台运行中的虚拟机',
    lost: '所在主机没有响应，无法删除 | 所在主机没有响应，保留 {n} 台虚拟机'
  },
  facts: {
    size: '规格',
    sizeOf: '{cores} vCPU，{memory}，{disk}',
    cores: '{cores} vCPU',
    pending: '→ 关机后 {sizes}',
    place: '位置',
    placeOf: '{pool}，{cell}',
    address: '地址',
    mac: 'MAC',
    system: '设备类型',
    image: '来源镜像',
    medium: '光驱',
    autoStart: '自动启动',
    autoStartOn: '随主机启动',
    autoStartOff: '关闭',
    uptime: '已运行',
    created: '创建于',
    createdBy: '{time}，{owner}'
  },
  usage: { title: '最近 10 分钟用量', cpu: 'CPU', memory: '内存', disk: '磁盘', network: '网络' }
}
