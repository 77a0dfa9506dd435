import type { Translated } from '../translated'
import type { storagePools as english } from '../en/storage-pools'

export const storagePools: Translated<typeof english> = {
  title: '存储池',
  filter: '筛选存储池',
  shown: '显示 {n} 个',
  none: '还没有存储池',
  noneHint: '存储池是计算池中所有主机都能访问的磁盘位置。',
  noResult: '没有匹配的存储池',
  create: '新建存储池',
  columns: { name: '名称', type: '类型', host: '服务器', target: '目标', usedBy: '使用者' },
  types: { nfs: 'NFS 共享', dir: '每台主机上的文件夹', ceph: 'Ceph 池' },
  form: {
    create: '新建存储池',
    edit: '编辑存储池 {name}',
    action: '新建',
    host: '提供共享的服务器',
    cluster: '集群的服务器',
    hostExample: 'nas.example.org',
    nfs: '共享文件夹',
    dir: '文件夹',
    ceph: '集群中的池',
    dirHint: '每台主机上的同一路径，例如自行挂载的目录',
    later: '计算池使用前不会挂载',
    noCeph: '目前没有虚拟化驱动支持 Ceph'
  },
  wrong: { host: '请填写服务器，不含空格和斜杠', target: '请填写不含“..”的绝对路径' },
  removal: {
    title: '删除存储池 {name}？',
    body: '仅删除记录，{target} 中的内容会保留。',
    action: '删除存储池'
  },
  cells: { title: '主机挂载情况', attached: '已挂载', none: '没有主机使用', silent: '没有响应', absent: '未挂载' }
}
