import { describe, expect, it } from 'vitest'
import { guestOfLink } from '@main/shell/deep-link'
import { isExternalLink } from '@main/shell/external-links'
import { BUNDLE_ORIGIN, ownPages } from '@main/shell/own-pages'
import { readArguments } from '@main/shell/start-arguments'

const long = 'a'.repeat(65)

describe('a deep link', () => {
  it('names the guest whose console it opens', () => {
    expect(guestOfLink('nano://guest/3f2b-9_x/console')).toBe('3f2b-9_x')
    expect(guestOfLink('nano://guest/web/console/')).toBe('web')
  })

  it.each([
    'nano://guest//console',
    'nano://guest/../console',
    'nano://guest/a%2fb/console',
    'nano://guest/a b/console',
    'nano://guest/a/console?x=1',
    'nano://guest/a/stop',
    'nano://cell/a/console',
    'http://guest/a/console',
    ' nano://guest/a/console',
    `nano://guest/${long}/console`
  ])('is ignored when it is %s', (link) => expect(guestOfLink(link)).toBeUndefined())
})

describe('the command line', () => {
  it.each([
    [['--data', 'here'], '/home/ada/here'],
    [['--data=here'], '/home/ada/here'],
    [['--data', '/there'], '/there'],
    [['--data'], undefined],
    [['--data='], undefined],
    [[], undefined]
  ])('%j names the data folder %s', (argv, folder) =>
    expect(readArguments(['nano', ...argv], '/home/ada').dataFolder).toBe(folder)
  )

  it('carries a deep link between anything that Chromium adds', () =>
    expect(readArguments(['nano', '--no-sandbox', 'nano://guest/web/console', '--x=y'], '/home/ada')).toEqual({
      guest: 'web'
    }))
})

describe('an address', () => {
  const pages = ownPages(BUNDLE_ORIGIN)

  it.each(['app://bundle/index.html', 'app://bundle/console.html?guest=x', 'app://bundle'])('%s is ours', (url) =>
    expect(pages.owns(url)).toBe(true)
  )
  it.each([
    'app://bundle.evil/index.html',
    'app://bundles/',
    'https://bundle/',
    'file:///etc/passwd',
    'about:blank',
    ''
  ])('%s is not ours', (url) => expect(pages.owns(url)).toBe(false))
  it('of a console names its guest, and comes back from it', () =>
    expect(pages.guestOf(pages.console('web-1'))).toBe('web-1'))
  it.each([
    'app://bundle/console.html',
    'app://bundle/console.html?guest=',
    'app://bundle/console.html?guest=../x',
    `app://bundle/console.html?guest=${long}`,
    'app://bundle/index.html?guest=x',
    'https://example.org/console.html?guest=x'
  ])('%s is no console', (url) => expect(pages.guestOf(url)).toBeUndefined())
  it.each(['', 'tag:web pool:a&b#?'])('of a wall names its filter %j, and comes back from it', (filter) =>
    expect(pages.wallOf(pages.wall(filter))).toBe(filter)
  )
  it.each([
    'app://bundle/index.html#/walls',
    'app://bundle/console.html#/wall',
    'app://bundle/index.html',
    'https://example.org/index.html#/wall'
  ])('%s is no wall', (url) => expect(pages.wallOf(url)).toBeUndefined())
})

describe('a link to elsewhere', () => {
  it('may be opened on the list of known hosts', () =>
    expect(isExternalLink('https://www.qemu.org/docs/master/')).toBe(true))
  it.each([
    'http://www.qemu.org/',
    'https://www.qemu.org:8443/',
    'https://user@www.qemu.org/',
    'https://www.qemu.org.evil.example/',
    'https://example.org/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'nano://guest/a/console',
    'nothing'
  ])('%s is not opened', (url) => expect(isExternalLink(url)).toBe(false))
})
