import { Writable, type Duplex, type Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { AppError } from '@shared/contract/errors'
import { UPLOAD_WINDOW, type ChannelSignal } from '@shared/contract/wire'
import type { Core } from '@main/kernel/core'
import type { Pipe } from '@main/kernel/tickets'

/** The core's end of a channel into a window. What comes before anybody listens is kept. */
export interface ChannelEnd {
  sendBytes(bytes: Uint8Array): void
  sendSignal(signal: ChannelSignal): void
  onBytes(listener: (bytes: Uint8Array) => void): void
  onSignal(listener: (signal: ChannelSignal) => void): void
  onClose(listener: () => void): void
  close(): void
  /** Calls back once there is room for more; a carrier that cannot tell takes everything. */
  whenDrained?(resume: () => void): void
}

interface Visit {
  /** Gives what to connect, or refuses. */
  readonly redeem: () => Pipe
  readonly end: ChannelEnd
}

/** Connects what a ticket opens with a channel, and ends that once, with the reason. Never rejects. */
export async function connectChannel({ log }: Pick<Core, 'log'>, { redeem, end }: Visit): Promise<void> {
  let reason = ''
  try {
    await serveChannel(redeem(), end)
  } catch (cause) {
    const isRefusal = cause instanceof AppError
    if (!isRefusal) log.error('a channel broke', cause)
    reason = isRefusal ? cause.message : 'The connection was lost'
  }
  end.sendSignal({ signal: 'closed', reason })
  end.close()
}

/** Joins a pipe and a channel until either ends; rejects with why the pipe broke. */
export async function serveChannel(pipe: Pipe, end: ChannelEnd): Promise<void> {
  const gone = new AbortController()
  end.onClose(() => gone.abort())
  try {
    if (pipe.kind === 'console') await joinConsole(await pipe.open(), end, gone.signal)
    else if (pipe.kind === 'upload') await takeFile(await pipe.open(), end, gone.signal)
    else await sendFile(await pipe.open(), end, gone.signal)
  } catch (cause) {
    if (!gone.signal.aborted) throw cause
  }
}

async function joinConsole(stream: Duplex, end: ChannelEnd, signal: AbortSignal): Promise<void> {
  end.onBytes((bytes) => {
    stream.write(bytes)
    if (stream.writableLength > UPLOAD_WINDOW) stream.destroy(tooMuch())
  })
  end.sendSignal({ signal: 'open' })
  try {
    await pipeline(stream, sinkOf(end), { signal })
  } finally {
    stream.destroy()
  }
}

/** Acknowledges what is written; the sender keeps no more than a window on its way, and says when all is sent. */
async function takeFile(file: Writable, end: ChannelEnd, signal: AbortSignal): Promise<void> {
  let [received, written] = [0, 0]
  const breakOff = (): unknown => file.destroy()
  if (signal.aborted) breakOff()
  signal.addEventListener('abort', breakOff)
  end.onBytes((bytes) => {
    received += bytes.byteLength
    if (received - written > UPLOAD_WINDOW) return void file.destroy(tooMuch())
    file.write(bytes, (error) => {
      if (!error) end.sendSignal({ signal: 'written', bytes: (written += bytes.byteLength) })
    })
  })
  end.onSignal((sent) => {
    if (sent.signal === 'end') file.end()
  })
  end.sendSignal({ signal: 'open' })
  await finished(file)
}

/** The same the other way round: the window acknowledges what it has taken. */
async function sendFile(file: Readable, end: ChannelEnd, signal: AbortSignal): Promise<void> {
  let [sent, taken] = [0, 0]
  let resume: (() => void) | undefined
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      end.sendBytes(chunk)
      sent += chunk.byteLength
      if (sent - taken <= UPLOAD_WINDOW) done()
      else resume = done
    }
  })
  end.onSignal((heard) => {
    if (heard.signal !== 'written') return
    taken = heard.bytes
    if (sent - taken > UPLOAD_WINDOW) return
    resume?.()
    resume = undefined
  })
  end.sendSignal({ signal: 'open' })
  await pipeline(file, sink, { signal })
}

const sinkOf = (end: ChannelEnd): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      end.sendBytes(chunk)
      if (end.whenDrained) end.whenDrained(done)
      else done()
    }
  })

const tooMuch = (): AppError => new AppError('BODY_INVALID', { reason: 'more came at once than a channel may carry' })
