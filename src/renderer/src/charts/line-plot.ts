import { LineChart, type LineSeriesOption } from 'echarts/charts'
import { GridComponent, type GridComponentOption } from 'echarts/components'
import { init, use, type ComposeOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// The parts that lines need, and no other. The canvas, as SVG text would need styles that the content policy forbids.
use([LineChart, GridComponent, CanvasRenderer])

type Option = ComposeOption<LineSeriesOption | GridComponentOption>

/** One line: `[x, y]`, null where nothing was known. The first is solid with an area, the second dashed. */
export interface PlotLine {
  readonly color: string
  readonly points: readonly (readonly [x: number, y: number | null])[]
}

export interface Plot {
  readonly lines: readonly PlotLine[]
  /** The left end; the right one is 0. */
  readonly from: number
  readonly top: number
  /** How many parts the axis below is marked in. */
  readonly parts: number
  readonly left: number
  readonly right: number
  readonly colors: { readonly grid: string; readonly text: string }
  readonly font: string
  readonly textOfX: (x: number) => string
  readonly textOfY: (y: number) => string
}

/** A drawing of lines in an element. Nothing in it moves by itself. */
export function linePlot(element: HTMLElement) {
  const chart = init(element)
  return {
    draw: (plot: Plot): void => chart.setOption(optionOf(plot), { replaceMerge: ['series'] }),
    resize: (): void => chart.resize(),
    dispose: (): void => chart.dispose()
  }
}

const optionOf = ({ lines, from, top, parts, left, right, colors, font, textOfX, textOfY }: Plot): Option => {
  const label = { color: colors.text, fontSize: 11, fontFamily: font }
  return {
    animation: false,
    grid: { left, right, top: 8, bottom: 18, outerBoundsMode: 'none' },
    xAxis: {
      ...{ type: 'value', min: from, max: 0, interval: -from / parts, silent: true },
      ...{ axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } },
      axisLabel: { ...label, margin: 4, align: 'left', showMaxLabel: false, formatter: textOfX }
    },
    yAxis: {
      ...{ type: 'value', min: 0, max: top, interval: top / 2, silent: true },
      ...{ axisLine: { show: false }, axisTick: { show: false } },
      splitLine: { lineStyle: { color: colors.grid } },
      axisLabel: { ...label, margin: 6, formatter: textOfY }
    },
    series: lines.map(({ color, points }, index) => ({
      ...{ type: 'line', silent: true, showSymbol: false, sampling: 'lttb', z: lines.length - index },
      data: points.map((point) => [...point]),
      lineStyle: { color, width: 1.4, type: index === 0 ? 'solid' : [4, 3] },
      ...(index === 0 && { areaStyle: { color, opacity: 0.12 } })
    }))
  }
}
