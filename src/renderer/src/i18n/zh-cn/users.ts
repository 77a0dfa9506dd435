import type { Translated } from '../translated'
import type { users as english } from '../en/users'

export const users: Translated<typeof english> = {
  title: '用户',
  tabs: { users: '用户', groups: '组', roles: '角色', sessions: '已登录', visibility: '可见性' },
  make: { 'make-user': '新建用户', 'make-group': '新建组', 'make-role': '新建角色' },
  columns: {
    name: '名称',
    nick: '昵称',
    mail: '邮箱',
    group: '组',
    display: '显示名称',
    roles: '角色',
    members: '成员',
    user: '用户',
    address: '地址',
    since: '登录时间'
  },
  filter: { users: '筛选：名称、昵称、邮箱、组', groups: '筛选：名称、角色、成员' },
  shown: '{n} 条结果',
  noResult: '没有匹配项',
  noGroups: '还没有组',
  noRoles: '还没有角色',
  you: '本人',
  administrator: '管理员',
  edit: '编辑…',
  newPassword: '新密码…',
  remove: '删除…',
  may: '权限',
  mayGroup: '成员权限',
  mayRole: '授予的权限',
  mayNothing: '仅限所有已登录用户的权限',
  form: {
    makeUser: '新建用户',
    editUser: '编辑用户“{name}”',
    makeGroup: '新建组',
    editGroup: '编辑组“{name}”',
    makeRole: '新建角色',
    editRole: '编辑角色“{name}”',
    nameHint: '创建后不能更改',
    taken: '已有“{name}”',
    mailWrong: '这不是邮箱地址',
    noGroup: '无',
    noGroupHint: '不在任何组中的用户无法登录',
    noRoleHint: '没有角色的组，其成员几乎没有权限',
    password: '为“{name}”设置新密码',
    setPassword: '设置密码',
    passwordEnds: '以此用户名登录的所有窗口和程序需要重新登录。'
  },
  members: {
    none: '还没有成员',
    choose: '不在任何组中的用户',
    chooseFirst: '请先选择用户',
    nobodyFree: '所有用户都已在组中，请先将某人移出其所在的组',
    add: '添加',
    out: '移出',
    takeOut: '移出“{user}”'
  },
  removal: {
    'remove-user': {
      title: '删除用户“{name}”？',
      body: '其登录将立即失效，虚拟机和镜像保留。',
      action: '删除用户'
    },
    'remove-group': {
      title: '删除组“{name}”？',
      body: '该组没有成员，属于该组的虚拟机和镜像保留。',
      action: '删除组'
    },
    'remove-role': {
      title: '删除角色“{name}”？',
      body: '没有组使用该角色，不影响任何人。',
      action: '删除角色'
    }
  },
  roles: {
    menus: '菜单',
    permits: '允许的操作',
    comma: '；',
    permitsNothing: '暂无权限：安全策略将在后续版本中提供',
    everybody: '所有已登录的用户都可以管理自己的登录、跟踪自己的任务并查看程序通知。',
    granted: '已授予',
    denied: '未授予',
    groups: '使用该角色的组',
    show: '查看角色“{name}”'
  },
  sessions: {
    hint: '窗口或程序三分钟没有动静，登录即失效。',
    refresh: '刷新',
    own: '当前登录',
    end: '强制退出',
    endTitle: '强制“{user}”退出登录？',
    endBody: '其窗口和控制台会关闭，已开始的任务继续进行。该用户可以重新登录。'
  },
  visibility: {
    hint: '组“{group}”的成员可互相看到：',
    instance_visible: '虚拟机',
    disk_image_visible: '磁盘镜像',
    media_image_visible: '光盘镜像',
    others: '每个人都能看到自己的和无主的资源；管理计算池的人能看到全部资源。'
  },
  menus: {
    dashboard: '仪表盘',
    compute_pool: '计算池',
    address_pool: '地址池',
    storage_pool: '存储池',
    instance: '虚拟机',
    image: '磁盘镜像',
    media: '光盘镜像',
    user: '用户',
    templates: '系统模板',
    policies: '安全策略',
    log: '日志',
    visibility: '可见性'
  },
  permissions: {
    public: '登录',
    system_setup: '设置本机和本程序',
    system_read: '查看程序通知',
    session_own: '管理自己的登录',
    session_list: '查看谁已登录',
    compute_pool_read: '查看计算池和主机',
    compute_pool_write: '更改计算池和主机',
    address_pool_read: '查看地址池',
    address_pool_write: '更改地址池',
    storage_pool_read: '查看存储池',
    storage_pool_write: '更改存储池',
    guest_read: '查看虚拟机',
    guest_write: '新建、更改和删除虚拟机',
    instance_operate: '启停虚拟机、使用控制台',
    image_read: '查看和下载磁盘镜像',
    image_write: '导入、生成、更改和删除磁盘镜像',
    media_read: '查看和下载光盘镜像',
    media_write: '导入、更改和删除光盘镜像',
    template_read: '查看系统模板',
    template_write: '更改系统模板',
    user_read: '查看用户、组和角色',
    user_write: '更改用户、组和角色',
    log_read: '查看日志',
    log_write: '删除日志',
    visibility_read: '查看本组的共享设置',
    visibility_write: '更改本组的共享设置',
    task_read: '跟踪任务',
    task_cancel: '取消任务',
    resource_all: '查看所有人的资源'
  }
}
