import type { Row } from './database'

/** Reads one column as what the schema says it is. */
export const text = (row: Row, column: string): string => String(row[column])
export const number = (row: Row, column: string): number => Number(row[column])
export const flag = (row: Row, column: string): boolean => row[column] === 1
export const json = <T>(row: Row, column: string): T => JSON.parse(text(row, column)) as T
export const list = <T>(row: Row, column: string): T[] => json(row, column)
