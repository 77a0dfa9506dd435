import { createHash } from 'node:crypto'

const GONE = '[removed]'
/** What a secret looks like, wherever it came from. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, GONE],
  [/\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+@openssh\.com)\s+[\w+/=]{16,}/g, GONE],
  [/\bSHA256:[\w+/=]{20,}/g, GONE],
  [/\bMD5(?::[0-9a-f]{2}){16}/gi, GONE],
  [/(:\/\/)[^\s/@]+@/g, `$1${GONE}@`],
  [/\bscrypt\$[\w$+/=]+/g, GONE],
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|authorization|cookie|nano-session)["']?\s*(?:[:=]|\bis\b)\s*["']?(?:Bearer |Basic )?)[^\s"',;}]+/gi,
    `$1${GONE}`
  ],
  // Keys and tokens: long, and not of letters alone.
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-zA-Z])[\w-]{32,}={0,2}/g, GONE]
]
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi
const WORD = /\w(?:[\w.-]*\w)?/g

interface Known {
  /** Names and secrets that must not be told; as whole words, so that a short name does not spoil others. */
  readonly hidden: ReadonlySet<string>
  /** The folder of the person at this computer, whose name is in it. */
  readonly home: string
}

/**
 * Gives what takes secrets and names out of a text. Ids of sessions and tickets look like those of guests, which help:
 * each becomes a mark that tells it from others and opens nothing.
 */
export function redactor({ hidden, home }: Known): (text: string) => string {
  const noWords = [...hidden].filter((secret) => secret.replace(WORD, '') !== '')
  return (text: string): string => {
    const marked = (home.length > 1 ? text.replaceAll(home, '~') : text).replaceAll(UUID, (id) => `#${markOf(id)}`)
    const hushed = noWords.reduce((kept, secret) => kept.replaceAll(secret, GONE), marked)
    const clean = patterns.reduce((kept, [pattern, words]) => kept.replaceAll(pattern, words), hushed)
    return clean.replaceAll(WORD, (word) => (hidden.has(word) ? '[name]' : word))
  }
}

const markOf = (id: string): string => createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 8)
