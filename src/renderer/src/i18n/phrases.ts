import { messageOf, type ErrorCode } from '@shared/contract/errors'
import { formatBytes } from '@shared/text/bytes'
import { errors } from './zh-cn/errors'

/**
 * What the core says in English words alone (why something cannot be, how far a task is), and the same in Chinese.
 * What stands in a hole may be such words itself. A program's own words, as QEMU's, are in no hole of these.
 */
export const phrases: Readonly<Record<string, string>> = {
  // How far a task is.
  '{done} of {total} guests': '{done} / {total} 台虚拟机',
  '{done} of {total}': '{done} / {total}',
  '{size} copied': '已复制 {size}',
  made: '已生成',
  merged: '已合并',
  replaced: '已替换',
  done: '已完成',
  // What became of a task that the application's end cut off.
  'The application ended before this was done. {words}': '程序在完成前已退出。{words}',
  'The application ended before this was done': '程序在完成前已退出',
  'What it left is finished or undone once its cell answers': '未完成的部分将在主机响应后继续或撤销',
  'Nothing of the guest is left': '虚拟机没有留下任何内容',
  'The guest is created': '虚拟机已创建',
  'What was made of the guest is removed': '已清除虚拟机的未完成部分',
  'The disk is whole, and as large as the guest says': '磁盘完好，大小以虚拟机显示的为准',
  'The disk is whole': '磁盘完好',
  'The system is reset': '系统已重置',
  'The guest has one whole system disk': '虚拟机有一块完好的系统盘',
  'The guest is whole; it has the snapshot if it is listed': '虚拟机完好；快照若在列表中即已创建',
  'The guest is whole, and goes on from the snapshot that is current': '虚拟机完好，从当前快照继续',
  'The guest is whole; the snapshot is there if it is listed': '虚拟机完好；快照若在列表中即仍存在',
  'The image is built': '镜像已生成',
  'What was written of the image is removed': '已清除镜像的未完成部分',
  'Nothing was moved': '未迁移任何虚拟机',
  'Every guest is moved': '全部虚拟机已迁移',
  'Every guest is done': '全部虚拟机已处理',
  '{failed} of {total} guests are not done': '{total} 台虚拟机中有 {failed} 台未完成',
  'What was made of the fleet is removed': '已清除演示集群的未完成部分',
  'The batch was stopped before it was done with this guest': '批次在处理此虚拟机前已停止',
  'It is created, but was not started. {why}': '已创建，但未启动。{why}',
  'the application ended while it was being created; what was made of it is removed':
    '创建过程中程序退出，未完成的部分已清除',
  'cell "{cell}" does not have its files any more': '主机“{cell}”上已没有它的文件',
  // What somebody or something is busy with.
  'it is being created': '正在创建',
  'it is being started': '正在启动',
  'it is being stopped': '正在停止',
  'it is being rebooted': '正在重启',
  'it is being deleted': '正在删除',
  'it is being migrated': '正在迁移',
  'its settings are being changed': '正在修改设置',
  'its system is being reset': '正在重置系统',
  'its medium is being ejected': '正在弹出光盘',
  'its disk {disk} is being resized': '正在调整磁盘 {disk} 的大小',
  'its disk {disk} is being shrunk': '正在压缩磁盘 {disk}',
  'snapshot "{name}" is being taken': '正在创建快照“{name}”',
  'snapshot "{name}" is being restored': '正在恢复快照“{name}”',
  'snapshot "{name}" is being deleted': '正在删除快照“{name}”',
  'it is being added to compute pool "{pool}"': '正在加入计算池“{pool}”',
  'it is being taken out of compute pool "{pool}"': '正在移出计算池“{pool}”',
  'it is being registered': '正在注册',
  'it is being forgotten': '正在移除',
  'compute pool "{pool}" was given another storage just now': '计算池“{pool}”刚刚更换了存储',
  'number of cores': 'CPU 核数',
  memory: '内存',
  // What a driver cannot do.
  'take snapshots': '创建快照',
  'use storage pool "{pool}"': '使用存储池“{pool}”',
  'take guests of other cells in': '接收其他主机的虚拟机',
  'move guests': '迁移虚拟机',
  'move guests off cell "{cell}": it is the only cell': '将虚拟机移出主机“{cell}”：它是唯一的主机',
  'set a password inside a guest': '设置虚拟机系统内的密码',
  'boot from the network': '从网络启动',
  'change the {what} of a running guest at once': '立即更改运行中虚拟机的{what}',
  // Why a cell does not answer.
  'it is being connected': '正在连接',
  'it was never connected': '从未连接',
  'it has not answered for {seconds} s': '{seconds} 秒内没有响应',
  'QEMU does not answer': 'QEMU 没有响应',
  'The connection to this host is closed': '与该主机的连接已关闭',
  // Why a guest has no place.
  'it is disabled': '已停用',
  'it has no cell': '没有主机',
  'none of its cells is online': '没有在线主机',
  'all of its online cells are disabled': '在线主机均已停用',
  'no cell has its shared storage attached': '没有主机挂接其共享存储',
  'no cell has {bytes} bytes of disk left': '没有主机剩余 {bytes} 磁盘空间',
  'no cell has {bytes} bytes of memory left': '没有主机剩余 {bytes} 内存',
  'the processors of every cell are more than {percent} % busy': '所有主机的 CPU 占用均超过 {percent}%',
  'its addresses are all leased': '地址已全部分配',
  'guests stay in their compute pool, and "{other}" is another than "{pool}"':
    '虚拟机不能离开其计算池，而“{other}”不是“{pool}”',
  'compute pool "{pool}" has no shared storage': '计算池“{pool}”没有共享存储',
  'they are on cell "{cell}" already': '已在主机“{cell}”上',
  'cell "{cell}" is disabled': '主机“{cell}”已停用',
  'guest "{guest}" is not on cell "{cell}"': '虚拟机“{guest}”不在主机“{cell}”上',
  'cell "{cell}" has no guest': '主机“{cell}”没有虚拟机',
  // What is wrong with an address or a pool.
  'compute pool "{pool}" has no address pool': '计算池“{pool}”没有地址池',
  'it is no IPv4 and no IPv6 address': '不是 IPv4 或 IPv6 地址',
  'an IPv4 address is needed, such as 172.16.3.10': '请填写 IPv4 地址，如 172.16.3.10',
  'it is in no internal range of address pool "{pool}"': '不在地址池“{pool}”的虚拟机地址段内',
  'address pool "{pool}" gives it to no guest': '地址池“{pool}”不将其分配给虚拟机',
  'a netmask is needed, such as 255.255.255.0': '请填写子网掩码，如 255.255.255.0',
  'the host that exports the folder is needed, without blanks': '请填写导出该文件夹的主机，不含空格',
  '"{path}" must be an absolute path without ".."': '“{path}”必须是不含“..”的绝对路径',
  '"{path}" is not an absolute path': '“{path}”不是绝对路径',
  '"{path}" is not a folder': '“{path}”不是文件夹',
  // Why a file does for no image.
  'it is no regular file': '不是普通文件',
  'it is empty': '文件为空',
  'it is still being written': '文件仍在写入',
  'it is a disk, not an ISO 9660 image': '这是磁盘镜像，不是 ISO 光盘镜像',
  'it is an ISO 9660 image, not a disk': '这是 ISO 光盘镜像，不是磁盘镜像',
  'it is damaged inside: {words}': '文件内部已损坏：{words}',
  'it is cut off, {size} of the {whole} of an ISO image': 'ISO 镜像不完整，只有 {whole} 中的 {size}',
  'it is no qcow2 file, no ISO image, and no raw disk, which is a whole number of {size}-byte sectors long':
    '它不是 qcow2 文件、ISO 镜像，也不是原始磁盘（长度应为 {size} 字节扇区的整数倍）',
  'it is {what}: convert it to qcow2 first': '这是 {what}，请先转换为 qcow2',
  'it is {what}: unpack it first': '这是压缩文件（{what}），请先解压',
  'it is a PDF document': '这是 PDF 文档',
  'it is an XML document': '这是 XML 文档',
  'it is a web page, perhaps of a failed download': '这是网页，可能是下载失败所致',
  'its qcow2 header is cut off': 'qcow2 文件头不完整',
  'it is qcow2 of version {version}, and only 2 and 3 are known': 'qcow2 版本为 {version}，仅支持 2 和 3',
  'it refers to a backing file ({path})': '它依赖另一个文件（{path}）',
  'it refers to an external data file': '它依赖外部数据文件',
  'it is encrypted': '文件已加密',
  'it is marked as damaged': '文件已标记为损坏',
  'its disk has an impossible size': '磁盘大小不合理',
  'Image "{name}" was not received whole': '镜像“{name}”未完整接收',
  'The application was closed before the file was whole': '文件接收完成前程序已关闭',
  'The connection was lost': '连接已断开',
  'the upload was broken off': '上传已中断',
  // How guests run here.
  'This cell is made up: nothing really runs on it': '这是模拟主机，并不真正运行虚拟机',
  'The processor runs guests by itself ({name})': '处理器可直接运行虚拟机（{name}）',
  'QEMU has no accelerator on {platform}': 'QEMU 在 {platform} 上没有加速器',
  'This processor ({arch}) cannot run guests of another kind (x86-64) by itself':
    '此处理器（{arch}）无法直接运行 x86-64 虚拟机',
  'The processor does not offer hardware virtualisation (no vmx or svm); it may be switched off in the firmware':
    '处理器未提供硬件虚拟化（没有 vmx 或 svm），可能已在固件中关闭',
  'There is no /dev/kvm: the kernel module is not loaded': '没有 /dev/kvm：未加载内核模块',
  'User {user} may not open /dev/kvm; after the command, sign out and in again':
    '用户 {user} 无权打开 /dev/kvm；执行命令后请注销并重新登录',
  'QEMU does not start with {name}: {words}': 'QEMU 无法以 {name} 启动：{words}',
  'QEMU ({program}) does not work: {words}': 'QEMU（{program}）无法使用：{words}',
  'Its disk tool, qemu-img, is not installed': '未安装其磁盘工具 qemu-img',
  '{lack}; install it with: {command}': '{lack}，安装命令：{command}',
  '{program} is not installed on this computer': '本机未安装 {program}',
  // Why a guest is off or stands still.
  'It was paused from outside': '已被外部暂停',
  'QEMU halted it: the accelerator met an instruction that it cannot run': 'QEMU 已暂停它：加速器遇到无法执行的指令',
  'QEMU halted it: a disk could not be read or written': 'QEMU 已暂停它：磁盘无法读写',
  'QEMU halted it: its system has crashed': 'QEMU 已暂停它：系统已崩溃',
  'QEMU halted it: its watchdog ran out': 'QEMU 已暂停它：看门狗超时',
  'QEMU halted it: there is no space left for its disk on this computer': 'QEMU 已暂停它：本机磁盘空间不足',
  '{why}. Cut its power and start it again: it will be run by emulation, slower but whole':
    '{why}。请强制断电后重新启动，将以软件模拟运行，较慢但完整',
  'Its QEMU (process {pid}) does not answer': '其 QEMU（进程 {pid}）没有响应',
  'Its QEMU was told to end by a signal': '其 QEMU 被信号终止',
  'Its QEMU met an error': '其 QEMU 出错',
  'Its QEMU ended unexpectedly: {words}': '其 QEMU 意外退出：{words}',
  'Its QEMU ended unexpectedly': '其 QEMU 意外退出'
}

/** Refusals whose message is somebody else's words, or a list of them. */
const others: readonly ErrorCode[] = ['INPUT_INVALID', 'TASK_FAILED', 'TRANSFER_FAILED']
/** Fills a message with its own holes, lists too. */
const holes = new Proxy(
  {},
  { get: (_, name) => ({ toString: () => `{${String(name)}}`, join: () => `{${String(name)}}` }) }
)
const refusals = (): [string, string][] =>
  (Object.keys(errors) as ErrorCode[])
    .filter((code) => !others.includes(code))
    .map((code) => [messageOf(code, holes as never), errors[code]])

const lettersOf = (english: string): number => english.replaceAll(/\{\w+\}/g, '').length
const patternOf = (english: string): RegExp =>
  new RegExp(`^${english.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's')

let known: readonly (readonly [RegExp, string])[] | undefined

/** The Chinese for words of the core; what it does not know stays as it is. */
export function inChinese(english: string): string {
  // Those of few letters fit into others.
  known ??= [...Object.entries(phrases), ...refusals()]
    .toSorted(([a], [b]) => lettersOf(b) - lettersOf(a))
    .map(([from, to]) => [patternOf(from), to])
  for (const [pattern, chinese] of known) {
    const found = pattern.exec(english)
    if (!found) continue
    return chinese.replaceAll(/\{(\w+)\}/g, (_, hole: string) => {
      const value = found.groups?.[hole] ?? ''
      return hole === 'bytes' ? formatBytes(Number(value)) : inChinese(value)
    })
  }
  return english
}
