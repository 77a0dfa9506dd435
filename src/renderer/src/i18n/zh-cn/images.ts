import type { Translated } from '../translated'
import type { images as english } from '../en/images'

export const images: Translated<typeof english> = {
  title: '镜像',
  kinds: { disk: '磁盘镜像', media: '光盘镜像' },
  columns: {
    name: '名称',
    state: '状态',
    format: '格式',
    size: '大小',
    virtualSize: '虚拟大小',
    tags: '标签',
    owner: '所有者',
    changed: '更改时间'
  },
  cards: '卡片',
  card: '{format}，{size}',
  cardDisk: '，磁盘 {size}',
  cardGuests: '{n} 台虚拟机',
  filter: '筛选：名称、标签、所有者、格式',
  shown: '{n} 条结果',
  noResult: '没有与“{filter}”匹配的镜像',
  none: { disk: '还没有磁盘镜像', media: '还没有光盘镜像' },
  noneHint: {
    disk: '磁盘镜像用于克隆新虚拟机，可以是 qcow2 文件或原始磁盘',
    media: '光盘镜像是 ISO 文件，用于安装系统'
  },
  import: '导入…',
  importFile: '新文件…',
  download: '下载…',
  remove: '删除…',
  received: '已接收文件的 {size}。',
  goOn: '再次选择“{file}”可从断点继续，其他文件将重新开始。',
  goOnElsewhere: '新文件将重新开始。',
  edit: { open: '编辑…', title: '编辑镜像“{name}”' },
  build: {
    open: '从虚拟机生成…',
    title: '从虚拟机生成磁盘镜像',
    action: '生成镜像',
    guest: '虚拟机',
    choose: '选择虚拟机',
    noGuest: '没有虚拟机',
    hint: '将复制其系统盘，虚拟机须已停止且没有快照'
  },
  sync: {
    open: '查找文件…',
    title: '导入数据文件夹中的文件',
    hint: '放入数据文件夹以下目录的文件将成为镜像，并以文件名命名：',
    action: '查找文件',
    nothing: '其中没有文件',
    added: '已导入“{name}”',
    refused: '“{file}”留在原处：{reason}'
  },
  facts: {
    group: '组',
    description: '描述',
    made: '创建时间',
    guests: { disk: '由其创建', media: '已插入' }
  },
  notTaken: '最近的文件未被接收：',
  keptFormer: '新文件未被接收，原有文件仍可使用：',
  dropHere: '松开以导入',
  form: {
    title: '导入镜像',
    drop: '将文件拖到此处，或',
    choose: '选择文件…',
    more: '添加文件…',
    accepted: '支持无后备文件的 qcow2、原始磁盘和 ISO 文件，文件类型以内容为准',
    unreadable: '无法读取“{file}”，已略过',
    unlike: '“{file}”的内容不是 {ending}，如确有需要，可按实际内容导入',
    name: '{file} 的名称',
    kind: '{file} 的类型',
    kinds: { disk: '磁盘', media: '光盘' },
    leaveOut: '移除 {file}',
    taken: '已有同名镜像',
    tags: '标签',
    tagsHint: '按回车或逗号结束一个标签',
    description: '描述',
    submit: '导入 {n} 个文件'
  },
  removal: {
    title: '删除镜像“{name}”？',
    body: '其文件将被永久删除：{size}，{format}',
    noFile: '该镜像没有文件，仅删除记录',
    action: '删除镜像'
  },
  transfers: {
    title: '传输中的文件',
    up: '导入 {name}',
    down: '下载 {name}',
    checking: '正在检查…',
    left: '剩余 {time}',
    done: '已完成',
    cancelled: '已取消',
    cancel: '取消',
    leaveTitle: '文件仍在传输，确定关闭？',
    leaveBody: '以下传输将被中断，需要重新开始：',
    leave: '仍然关闭'
  }
}
