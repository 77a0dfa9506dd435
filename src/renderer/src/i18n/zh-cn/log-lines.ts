import type { Translated } from '../translated'
import type { logLines as english } from '../en/log-lines'

export const logLines: Translated<typeof english> = {
  operations: {
    system: {
      init: '设立首位管理员“{user}”，用户组“{group}”，角色“{role}”',
      setRest: '{enabled}端口 {port} 上的 API',
      setDataFolder: '选择下次启动使用的数据文件夹 {path}',
      showDataFolder: '显示数据文件夹',
      restart: '重新启动程序',
      fillDemo: '添加含 {guests} 台虚拟机的演示集群'
    },
    session: {
      create: '以“{user}”登录',
      createAutomatic: '以“{user}”自动登录',
      setAutomatic: '{enabled}自动登录',
      end: '结束登录 {id}',
      remove: '退出登录'
    },
    computePool: {
      create: '新建计算池“{pool}”',
      modify: '修改计算池“{pool}”',
      remove: '删除计算池“{pool}”'
    },
    cell: {
      modify: '{enable}计算池“{pool}”的主机“{cell}”',
      add: '将主机“{cell}”加入计算池“{pool}”',
      takeOut: '将主机“{cell}”移出计算池“{pool}”',
      setStorage: '将主机“{cell}”新卷的存放位置设为 {default}',
      register: '注册主机“{name}”',
      unregister: '移除主机“{cell}”'
    },
    storagePool: {
      create: '新建存储池“{pool}”（{type}）',
      modify: '修改存储池“{pool}”',
      remove: '删除存储池“{pool}”'
    },
    addressPool: {
      create: '新建地址池“{pool}”',
      modify: '修改地址池“{pool}”',
      remove: '删除地址池“{pool}”',
      addRange: '向地址池“{pool}”添加{type}地址段 {start} 至 {end}',
      removeRange: '从地址池“{pool}”移除起始于 {start} 的{type}地址段'
    },
    guest: {
      create: '在计算池“{pool}”中新建虚拟机“{name}”',
      remove: '{force}删除虚拟机“{id}”',
      setCores: '将虚拟机“{id}”的 CPU 设为 {cores} 核',
      setMemory: '将虚拟机“{id}”的内存设为 {memory}',
      resizeDisk: '将虚拟机“{id}”的磁盘 {disk} 扩容至 {size}',
      shrinkDisk: '压缩虚拟机“{id}”的磁盘 {disk}',
      resetSystem: '用镜像“{from_image}”重置虚拟机“{id}”的系统',
      rename: '将虚拟机“{id}”重命名为“{name}”',
      setAuth: '设置虚拟机“{id}”系统内的密码',
      setAutoStart: '{enable}虚拟机“{id}”的自动启动',
      setTags: '修改虚拟机“{id}”的标签',
      setCpuPriority: '将虚拟机“{id}”的 CPU 优先级设为{priority}',
      setDiskLimits: '修改虚拟机“{id}”的磁盘限速',
      setNetworkLimits: '修改虚拟机“{id}”的网络限速',
      setPorts: '修改虚拟机“{id}”的端口转发',
      renewMonitorSecret: '更换虚拟机“{id}”的控制台密码'
    },
    instance: {
      start: '启动虚拟机“{id}”{from_media}',
      stop: '{force}{reboot}虚拟机“{id}”',
      insertMedia: '将光盘镜像“{source}”插入虚拟机“{id}”',
      ejectMedia: '弹出虚拟机“{id}”的光盘'
    },
    snapshot: {
      create: '为虚拟机“{id}”创建快照“{name}”',
      restore: '将虚拟机“{id}”恢复到快照“{target}”',
      remove: '删除虚拟机“{id}”的快照“{name}”'
    },
    monitorChannel: {
      create: '打开虚拟机“{guest}”的{kind}控制台'
    },
    template: {
      create: '新建系统模板“{name}”',
      modify: '修改系统模板“{id}”',
      remove: '删除系统模板“{id}”'
    },
    diskImage: {
      create: '新建磁盘镜像“{name}”',
      build: '由虚拟机“{guest}”生成磁盘镜像“{name}”',
      modify: '修改磁盘镜像“{id}”',
      sync: '查找新的磁盘镜像',
      remove: '删除磁盘镜像“{id}”',
      upload: '上传磁盘镜像“{id}”的文件'
    },
    mediaImage: {
      create: '新建光盘镜像“{name}”',
      modify: '修改光盘镜像“{id}”',
      sync: '查找新的光盘镜像',
      remove: '删除光盘镜像“{id}”',
      upload: '上传光盘镜像“{id}”的文件'
    },
    migration: {
      create: '将虚拟机从主机“{source_cell}”迁移到主机“{target_cell}”'
    },
    batch: {
      createGuests: '在计算池“{pool}”中新建 {count} 台虚拟机“{name_prefix}_…”',
      retryCreate: '重新创建批次 {id} 中失败的虚拟机',
      deleteGuests: '{force}删除 {n} 台虚拟机',
      stopGuests: '{force}停止 {n} 台虚拟机',
      startGuests: '启动 {n} 台虚拟机',
      rebootGuests: '{force}重启 {n} 台虚拟机',
      snapshotGuests: '为 {n} 台虚拟机创建快照“{name}”'
    },
    role: {
      create: '新建角色“{role}”（{menu}）',
      modify: '修改角色“{role}”（{menu}）',
      remove: '删除角色“{role}”'
    },
    userGroup: {
      create: '新建用户组“{group}”',
      modify: '修改用户组“{group}”',
      remove: '删除用户组“{group}”',
      addMember: '将用户“{user}”加入用户组“{group}”',
      removeMember: '将用户“{user}”移出用户组“{group}”'
    },
    user: {
      create: '新建用户“{user}”',
      modify: '修改用户“{user}”',
      remove: '删除用户“{user}”',
      setPassword: '修改用户“{user}”的密码',
      resetPassword: '重置用户“{user}”的密码'
    },
    log: {
      create: '添加日志备注',
      remove: '删除 {n} 条日志'
    },
    visibility: {
      modify: '修改组内成员之间的可见范围'
    },
    task: {
      cancel: '取消任务 {id}'
    }
  },
  choices: {
    enable: { true: '启用', false: '停用' },
    enabled: { true: '开启', false: '关闭' },
    force: { true: '强制' },
    reboot: { true: '重启', false: '关闭' },
    from_media: { true: '（从光盘启动）' },
    kind: { serial: '串口', screen: '' },
    type: { internal: '虚拟机', external: '其他' },
    priority: { high: '高', medium: '中', low: '低' }
  },
  asked: '请求 {operation}',
  failed: '{line}：{why}'
}
