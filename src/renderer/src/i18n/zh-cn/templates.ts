import type { Translated } from '../translated'
import type { templates as english } from '../en/templates'

export const templates: Translated<typeof english> = {
  title: '系统模板',
  filter: '筛选系统模板',
  shown: '显示 {n} 个',
  none: '还没有系统模板',
  noneHint: '系统模板决定新虚拟机的虚拟设备，没有模板就无法创建虚拟机。',
  noResult: '没有匹配的系统模板',
  create: '新建模板',
  columns: { guests: '虚拟机', changed: '修改时间' },
  made: '创建时间',
  form: { create: '新建系统模板', edit: '编辑系统模板 {name}', action: '新建' },
  fields: {
    name: '名称',
    operating_system: '系统',
    admin: '管理员账户',
    disk: '磁盘接口',
    network: '网卡',
    display: '显卡',
    control: '画面协议',
    usb: 'USB 控制器',
    tablet: '指针设备'
  },
  options: {
    operating_system: { linux: 'Linux', windows: 'Windows' },
    disk: { scsi: 'SCSI（virtio）', sata: 'SATA', ide: 'IDE，适用于旧系统' },
    network: { virtio: 'virtio', e1000: 'Intel e1000', rtl8139: 'Realtek 8139' },
    display: { vga: 'VGA', cirrus: 'Cirrus', qxl: 'QXL', virtio: 'virtio', none: '无' },
    control: { vnc: 'VNC', spice: 'SPICE' },
    usb: { none: '无', 'nec-xhci': 'USB 3（NEC xHCI）' },
    tablet: { none: '鼠标', usb: 'USB 手写板', virtio: 'virtio 手写板' }
  },
  adminHint: '创建虚拟机时为此账户设置密码',
  noSpice: '画面只能通过 VNC 显示，无法用此模板创建虚拟机',
  guestsKeep: '已有虚拟机的设备保持不变',
  removal: {
    title: '删除系统模板 {name}？',
    body: '之后无法再用它创建虚拟机。',
    kept: '用它创建的 {n} 台虚拟机保留原有设备。',
    action: '删除模板'
  }
}
