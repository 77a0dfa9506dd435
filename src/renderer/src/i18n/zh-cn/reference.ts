import type { Translated } from '../translated'
import type { reference as english } from '../en/reference'

export const reference: Translated<typeof english> = {
  title: 'API 参考',
  filter: '筛选操作',
  none: '没有匹配的操作',
  intro:
    '此窗口能做的，程序也能做：通过带 Nano-Session 头的 REST，或通过命令行。完整的 OpenAPI 3.1 文档位于 /api/v1/openapi.json。',
  command: '命令',
  permission: '权限',
  field: '字段',
  kind: '类型',
  otherwise: '未给出时',
  needed: '必需'
}
