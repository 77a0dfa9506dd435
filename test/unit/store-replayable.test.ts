import { migrations } from '@main/store/migrations'
import { ReplayableCheck } from '@main/store/replayable'
import { describe, expect, it } from 'vitest'

const check = (text: string, values: (string | number | null)[] = []): void =>
  new ReplayableCheck().check({ text, values })

describe('a change that the journal can replay', () => {
  it.each(migrations.map((text, index) => [index + 1, text]))('is step %i of the schema', (_, text) =>
    check(String(text))
  )

  it.each([
    `INSERT INTO t VALUES ('random()', "date", 'it''s CURRENT_TIME; ROLLBACK')`,
    'UPDATE t SET update_time = 1 -- CURRENT_TIMESTAMP',
    'DELETE FROM t /* random() */ WHERE lifetime > 3',
    'CREATE TABLE a (b); CREATE TABLE c (d)',
    'CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET n = 1; END'
  ])('may be %s', (text) => check(text))
})

describe('a change that could replay to something else', () => {
  it.each([
    ['INSERT INTO t VALUES (CURRENT_TIMESTAMP)', 'CURRENT_TIMESTAMP'],
    ['CREATE TABLE t (at TEXT DEFAULT current_date)', 'current_date'],
    [`UPDATE t SET at = datetime ('now')`, 'datetime'],
    ['UPDATE t SET at = unixepoch()', 'unixepoch'],
    ['UPDATE t SET id = hex(randomblob(8))', 'randomblob'],
    ['DELETE FROM t WHERE random/**/() > 0', 'random'],
    ['UPDATE t SET of = last_insert_rowid()', 'last_insert_rowid'],
    ['CREATE TABLE t (u REFERENCES v (w) DEFERRABLE INITIALLY DEFERRED)', 'DEFERRABLE'],
    ['INSERT OR ROLLBACK INTO t VALUES (1)', 'ROLLBACK'],
    ['DELETE FROM t; COMMIT', 'COMMIT'],
    ['PRAGMA foreign_keys = OFF', 'PRAGMA'],
    ["ATTACH 'x' AS y", 'ATTACH']
  ])('is refused, with the word: %s', (text, word) => expect(() => check(text)).toThrow(`may not use ${word}`))

  it.each([NaN, Infinity, -Infinity])('is refused with the value %d, which no journal can say', (value) =>
    expect(() => check('INSERT INTO t VALUES (?)', [value])).toThrow(`${value} cannot be kept`)
  )

  it('is refused when only its first part would run', () =>
    expect(() => check('DELETE FROM t WHERE n = ?; DELETE FROM u', [1])).toThrow('only the first'))
})
