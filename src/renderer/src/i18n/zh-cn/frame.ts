import type { Translated } from '../translated'
import type { frame as english } from '../en/frame'

export const frame: Translated<typeof english> = {
  back: '后退',
  forward: '前进',
  menu: '菜单',
  foldMenu: '收起菜单',
  unfoldMenu: '展开菜单',
  search: '搜索虚拟机或执行命令',
  cellsOnline: '{alive}/{all} 台主机在线',
  groups: { main: '', infrastructure: '基础设施', activity: '活动', administration: '管理' },
  disconnected: 'Nano Desktop 没有响应，当前内容可能已过期，正在重新连接…',
  user: '已登录：{user}',
  password: '修改密码…',
  signOut: '退出登录',
  theme: '外观',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  languages: { system: '跟随系统', en: 'English', 'zh-CN': '简体中文' },
  keys: '键盘快捷键',
  palette: { goTo: '前往', actions: '操作', nothing: '没有与“{text}”匹配的内容' },
  shortcuts: {
    palette: '搜索虚拟机或执行命令',
    menu: '收起或展开菜单',
    dock: '打开或关闭任务列表',
    areas: '在窗口各区域间移动',
    history: '后退和前进',
    pages: '前往菜单中的页面',
    settings: '前往设置',
    filter: '筛选列表',
    create: '新建或导入列表中的内容',
    panel: '在列表旁显示该行',
    choose: '选择该行',
    console: '打开虚拟机的控制台',
    keys: '显示此列表'
  }
}
