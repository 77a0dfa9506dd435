import type { Translated } from '../translated'
import type { common as english } from '../en/common'

export const common: Translated<typeof english> = {
  cancel: '取消',
  save: '保存',
  close: '关闭',
  copy: '复制',
  copied: '已复制',
  details: '详情',
  dismiss: '关闭提示',
  more: '更多',
  view: '视图',
  table: '表格',
  none: '–',
  noLimit: '不限',
  retry: '重试',
  clearFilter: '清除筛选',
  clearSelection: '清除选择',
  selected: '已选 {n} 项',
  selectAll: '选择全部 {n} 项',
  typeName: '输入 {name} 以确认',
  loading: '正在加载…',
  slow: '比平时慢，请稍候',
  notAllowed: '您的角色无权查看此页面',
  notAllowedHint: '需要可以{permission}的角色，可由管理员授予',
  loadFailed: '无法加载'
}
