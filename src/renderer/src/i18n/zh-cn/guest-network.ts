import type { Translated } from '../translated'
import type { guestNetwork as english } from '../en/guest-network'

export const guestNetwork: Translated<typeof english> = {
  addresses: '地址',
  allocated: '已分配',
  found: '代理报告',
  external: '外部',
  no: { allocated: '无：所在计算池没有地址池', found: '没有代理报告地址', external: '无' },
  lease: '租约',
  noPool: '计算池 {pool} 没有地址池，虚拟机从所在网络获取地址。',
  pool: '地址池',
  provider: '分配方式',
  providers: { dhcp: 'DHCP', cloudinit: 'cloud-init' },
  gateway: '网关',
  dns: 'DNS 服务器',
  notShown: '您的角色无权查看地址池',
  ports: '端口转发',
  portsHint: '本机端口（仅本机可访问）通向虚拟机，更改立即生效。',
  protocol: '协议',
  hostPort: '本机端口',
  guestPort: '虚拟机端口',
  addPort: '添加端口',
  removePort: '移除端口 {port}',
  portWrong: '请填写两个端口，范围 1 到 65535',
  portTwice: '列表中已有此本机端口'
}
