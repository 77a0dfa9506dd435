import type { Column } from 'element-plus'
import { computed, h, type ComputedRef, type VNode } from 'vue'
import type { Guest } from '@shared/contract/guest'
import { formatBytes } from '@shared/text/bytes'
import { useSaid } from '@/composables/use-said'
import { useTexts } from '@/composables/use-texts'
import { useTimes } from '@/composables/use-times'
import { useDiskImages } from '@/stores/images'
import { millisecondsOf } from '@/text/age'
import GuestState from '../GuestState.vue'
import GuestThumb from '../GuestThumb.vue'
import NdIcon from '@/components/NdIcon.vue'
import { shapeOf } from '@/components/states'
import { useGuestState } from '../use-guest-state'
import CpuCell from './CpuCell.vue'
import { useColumnChoice, type ColumnKey } from './column-choice'
import { addressOf } from './guest-filter'
import type { OrderKey } from './guest-order'
import { useGuestList } from './guest-list'
import MemoryCell from './MemoryCell.vue'

interface Row {
  readonly rowData: Guest
}

/** The columns of the guest list, and how each shows a guest. */
export function useGuestColumns(): ComputedRef<Column[]> {
  const { t } = useTexts()
  const said = useSaid()
  const list = useGuestList()
  const stateOf = useGuestState()
  const choice = useColumnChoice()
  const images = useDiskImages()
  const { short } = useTimes()

  const tick = (label: string, checked: boolean, toggle: () => void, some = false): VNode =>
    h('input', {
      ...{ type: 'checkbox', class: 'tick', tabindex: -1, 'aria-label': label, checked, indeterminate: some },
      ...{ onClick: (event: Event) => event.stopPropagation(), onDblclick: (event: Event) => event.stopPropagation() },
      onChange: toggle
    })
  const sortable = (key: OrderKey) => ({
    key,
    title: t(`guestList.columns.${key}`),
    headerCellRenderer: () =>
      h(
        'button',
        {
          ...{ type: 'button', class: 'head', 'aria-pressed': list.order.key === key },
          onClick: () => list.sortBy(key)
        },
        [
          t(`guestList.columns.${key}`),
          list.order.key === key ? h(NdIcon, { name: list.order.descending ? 'down' : 'up', size: 10 }) : undefined
        ]
      )
  })
  const reason = ({ error }: Guest): VNode => h('span', { class: 'reason ellipsis', title: said(error) }, said(error))
  const plain = (text: string): VNode => h('span', { class: 'plain ellipsis', title: text }, text || '–')

  /** The columns that may be chosen. */
  const columns: Readonly<Record<ColumnKey, Partial<Column> & Pick<Column, 'width'>>> = {
    state: {
      ...sortable('state'),
      ...{ width: 112, flexShrink: 0 },
      cellRenderer: ({ rowData: guest }: Row) => h(GuestState, { guest })
    },
    cpu: {
      ...{ title: t('guestList.columns.cpu'), width: 112, flexShrink: 0 },
      cellRenderer: ({ rowData: guest }: Row) => (guest.error === '' ? h(CpuCell, { guest }) : reason(guest))
    },
    memory: {
      ...sortable('memory'),
      ...{ width: 116, align: 'right' },
      cellRenderer: ({ rowData: guest }: Row) => h('span', guest.error === '' ? h(MemoryCell, { guest }) : '')
    },
    cores: {
      ...sortable('cores'),
      ...{ width: 64, align: 'right' },
      cellRenderer: ({ rowData: { cores } }: Row) => plain(String(cores))
    },
    disk: {
      ...sortable('disk'),
      ...{ width: 84, align: 'right' },
      cellRenderer: ({ rowData: { total_disk } }: Row) => plain(formatBytes(total_disk))
    },
    pool: {
      ...sortable('pool'),
      ...{ width: 84, flexGrow: 0.5 },
      cellRenderer: ({ rowData: { pool } }: Row) => plain(pool)
    },
    cell: {
      ...sortable('cell'),
      ...{ width: 84, flexGrow: 0.5 },
      cellRenderer: ({ rowData: { cell } }: Row) => plain(cell)
    },
    address: {
      ...sortable('address'),
      ...{ width: 108, flexGrow: 0.5 },
      cellRenderer: ({ rowData: guest }: Row) => plain(addressOf(guest))
    },
    mac: {
      ...{ title: t('guestList.columns.mac'), width: 136 },
      cellRenderer: ({ rowData: { ethernet_address } }: Row) => plain(ethernet_address)
    },
    owner: {
      ...sortable('owner'),
      ...{ width: 84, flexGrow: 0.5 },
      cellRenderer: ({ rowData: { owner } }: Row) => plain(owner)
    },
    group: {
      ...sortable('group'),
      ...{ width: 84, flexGrow: 0.5 },
      cellRenderer: ({ rowData: { group } }: Row) => plain(group)
    },
    image: {
      ...{ title: t('guestList.columns.image'), width: 110, flexGrow: 0.5 },
      cellRenderer: ({ rowData: { from_image } }: Row) => plain(images.byId.get(from_image)?.name ?? '')
    },
    snapshots: {
      ...sortable('snapshots'),
      ...{ width: 88, align: 'right' },
      cellRenderer: ({ rowData: { snapshots } }: Row) => plain(snapshots === 0 ? '' : String(snapshots))
    },
    created: {
      ...sortable('created'),
      ...{ width: 116 },
      cellRenderer: ({ rowData: { create_time } }: Row) => plain(short(millisecondsOf(create_time)))
    },
    tags: {
      ...{ width: 134, flexGrow: 1, headerCellRenderer: () => h('span', t('guestList.columns.tags')) },
      cellRenderer: ({ rowData: { tags } }: Row) =>
        h(
          'span',
          { class: 'tags', title: tags.join(', ') },
          tags.map((tag) => h('span', { class: 'chip ellipsis' }, tag))
        )
    }
  }

  return computed(() => {
    const all = list.rows.length > 0 && list.rows.every(({ id }) => list.selected.has(id))
    return [
      {
        ...{ key: 'tick', width: 34, flexShrink: 0 },
        headerCellRenderer: () =>
          tick(
            t('guestList.selectAll'),
            all,
            () => (all ? list.clearSelection() : list.selectAll()),
            !all && list.selection.length > 0
          ),
        cellRenderer: ({ rowData: { id, name } }: Row) =>
          tick(t('guestList.select', { name }), list.selected.has(id), () => list.toggle(id))
      },
      {
        ...sortable('name'),
        ...{ width: 178, minWidth: 120, flexGrow: 1.5 },
        cellRenderer: ({ rowData }: Row) =>
          h('span', { class: 'name' }, [
            h(GuestThumb, { shape: shapeOf[stateOf(rowData)] }),
            h('b', { class: 'ellipsis', title: rowData.name }, rowData.name)
          ])
      },
      ...choice.shown.map((key) => ({ ...columns[key], key }))
    ]
  })
}
