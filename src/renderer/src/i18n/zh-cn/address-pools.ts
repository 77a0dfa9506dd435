import type { Translated } from '../translated'
import type { addressPools as english } from '../en/address-pools'

export const addressPools: Translated<typeof english> = {
  title: '地址池',
  filter: '筛选地址池',
  shown: '显示 {n} 个',
  none: '还没有地址池',
  noneHint: '地址池为计算池中的虚拟机分配地址。',
  noResult: '没有匹配的地址池',
  create: '新建地址池',
  open: '打开详情',
  gone: '该地址池已不存在',
  toList: '返回列表',
  columns: {
    name: '名称',
    gateway: '网关',
    dns: 'DNS 服务器',
    provider: '分配方式',
    use: '已分配',
    usedBy: '使用者'
  },
  providers: { dhcp: 'DHCP', cloudinit: 'cloud-init' },
  useOf: '{some} / {all}',
  noRange: '还没有地址',
  form: {
    create: '新建地址池',
    edit: '编辑地址池 {name}',
    action: '新建',
    dnsHint: '输入地址后按回车',
    later: '虚拟机在下次启动时获知更改',
    next: '之后再添加地址段'
  },
  wrong: {
    gateway: '请填写 IPv4 或 IPv6 地址',
    dns: '“{address}”不是 IPv4 或 IPv6 地址'
  },
  removal: {
    title: '删除地址池 {name}？',
    body: '其地址段会一并删除。没有虚拟机使用其中的地址。',
    action: '删除地址池'
  },
  ranges: {
    title: '地址段',
    none: '还没有地址段，添加后虚拟机才能获得地址。',
    add: '添加地址段…',
    remove: '移除从 {start} 开始的地址段',
    from: '起始',
    to: '结束',
    netmask: '子网掩码',
    type: '用途',
    types: { internal: '虚拟机', external: '其他' },
    use: '已分配',
    form: {
      title: '为 {name} 添加地址段',
      action: '添加地址段',
      externalHint: '仅作记录，不分配给虚拟机',
      internalHint: '从首个地址起依次分配给虚拟机',
      capacity: '{n} 个地址'
    },
    wrong: {
      address: '请填写 IPv4 地址，如 172.16.3.10',
      netmask: '请填写子网掩码，如 255.255.255.0',
      order: '结束地址早于起始地址',
      network: '结束地址不在起始地址的网络内'
    },
    overlaps: '与 {start} 至 {end} 重叠'
  },
  leases: {
    title: '已分配地址',
    address: '地址',
    guest: '虚拟机',
    state: '状态',
    filter: '筛选已分配地址',
    none: '还没有虚拟机获得地址',
    noResult: '没有匹配的地址',
    ofRange: '仅 {start} 起',
    allRanges: '全部地址段',
    unknown: '无权查看'
  }
}
