import type { Translated } from '../translated'
import type { settings as english } from '../en/settings'

export const settings: Translated<typeof english> = {
  title: '设置',
  search: '搜索设置',
  shown: '{n} 项',
  none: '没有与“{text}”匹配的设置',
  appearance: {
    title: '显示',
    density: '表格行高',
    densities: { dense: '紧凑', usual: '标准', airy: '宽松' },
    screens: '显示虚拟机画面',
    screensHint: '用于卡片、列表侧栏和虚拟机页面；关闭后只显示状态图标。',
    menu: '收起菜单',
    menuHint: '窗口较窄时会自动收起。',
    dock: '展开任务列表',
    dockHint: '位于窗口底部，显示最近的任务。',
    clipboard: '与虚拟机共享剪贴板',
    clipboardHint: '在本机或虚拟机控制台中复制的文本，两边都可粘贴。'
  },
  keyboard: {
    title: '键盘',
    hint: '在 Mac 上，Command 键等同于 Ctrl。在控制台中，所有按键都归虚拟机。',
    fixed: '此版本不能更改按键。'
  },
  account: {
    title: '账户',
    who: '当前用户',
    group: '所在组：{group}',
    password: '密码',
    automatic: '自动登录',
    automaticHint: '以您的系统账户启动程序即自动登录，无需密码。',
    automaticOther: '目前启动程序时自动登录的是“{user}”，开启后将改为您。'
  },
  programs: {
    title: '程序接口',
    rest: '通过 TCP 提供 REST',
    restHint: '窗口能做的，程序也能做。',
    restFixed: '此处始终开启，本页面即来自同一端口，由 --port 指定。',
    restTaken: '已设为使用端口 {port}，但程序启动时该端口不可用。请重新开启，或更换端口。',
    port: '端口',
    portHint: '仅供本机访问。更改立即生效，重启后依然有效。',
    move: '使用此端口',
    address: '地址',
    rules: '访问规则',
    rulesFixed: '以下规则不可更改。',
    session: '除登录本身外，每次调用都须在请求头 Nano-Session 中附带登录凭证。',
    loopback: '只有本机的程序可以访问该端口。',
    origin: '拒绝来自其他来源的页面，以及以其他名称访问本机的请求。',
    wait: '登录失败超过 {n} 次的用户名需要等待，等待时间逐次加倍。',
    lock: '失败 {n} 次后，该用户名将被锁定 {minutes} 分钟。',
    silence: '{n} 分钟没有任何调用，登录即失效。',
    command: '命令行',
    commandHint: '通过数据文件夹中的套接字访问正在运行的程序，只有当前系统用户可以打开。',
    referenceHint: '每个操作的路径、命令和参数。',
    open: '打开参考'
  },
  places: {
    title: '位置',
    folder: '数据文件夹',
    folderHint: '虚拟机、镜像、设置和日志都在其中，保存此文件夹即保存全部数据。',
    folderSize: '已用 {size}，所在磁盘可用 {free}',
    show: '打开',
    choose: '选择其他文件夹…',
    next: '下次启动起使用 {path}。',
    nextEmpty:
      '该文件夹是空的，程序将在其中重新开始。现有数据（包括正在运行的虚拟机）留在原处，重新选择原文件夹即可恢复使用。',
    nextHasData: '该文件夹已有 Nano Desktop 的数据，届时将使用这些数据。现有数据（包括正在运行的虚拟机）留在原处。',
    keep: '继续使用当前文件夹',
    restart: '立即重启',
    hosts: '主机',
    hostsHint: '运行虚拟机的计算机。',
    address: '地址',
    manage: '管理主机'
  },
  diagnostics: {
    title: '诊断',
    system: '系统',
    notices: '管理员须知',
    versions: '版本',
    timings: '主机调用耗时',
    timingsHint: '程序启动以来各主机的响应情况，耗时按最近的调用统计。',
    host: '主机',
    call: '调用',
    calls: '次数',
    underWay: '另有 {n} 个进行中',
    median: '中位数',
    p95: '95%',
    failed: '失败',
    lastError: '最近的错误',
    noCalls: '尚未调用任何主机。',
    again: '刷新',
    log: '程序日志',
    logHint: '程序自身的记录，显示最近 500 行。',
    level: '最低级别',
    levels: { info: '全部', warn: '警告及以上', error: '错误' },
    noLines: '没有此级别的记录。',
    bundle: '支持包',
    bundleHint:
      '供他人协助的单个文件，包含版本、检查、主机、调用耗时、设置、数量统计和最近的日志，不含密码、登录凭证以及用户和虚拟机的名称。不会自动发送到任何地方。',
    save: '保存支持包…'
  }
}
