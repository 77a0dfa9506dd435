import { spawn } from 'node:child_process'

/** A program that could not be started, was ended, or said no. `stderr` has its own words. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError'
  readonly program: string
  readonly stderr: string
  /** True when there is no such program. */
  readonly missing: boolean
  /** What it ended with, if it ended by itself. */
  readonly exitCode: number | undefined
  constructor(
    program: string,
    stderr: string,
    { missing = false, exitCode, cause }: { missing?: boolean; exitCode?: number | undefined; cause?: unknown } = {}
  ) {
    super(missing ? `${program} is not installed` : `${program}: ${stderr.trim() || 'failed without a word'}`, {
      cause
    })
    this.program = program
    this.stderr = stderr
    this.missing = missing
    this.exitCode = exitCode
  }
}

export interface RunOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly cwd?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Gets standard output as it comes; without it the output is collected. */
  readonly onOutput?: (text: string) => void
}

const KEPT = 1 << 20

/** Runs a program with an arguments array, never a shell, and gives its standard output. Settles when it has ended. */
export function runProcess(
  program: string,
  args: readonly string[],
  { timeoutMs, signal, cwd, env, onOutput }: RunOptions
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true
    })
    let stdout = ''
    let stderr = ''
    let failure: ProcessError | undefined
    child.stdout.setEncoding('utf8').on('data', (text: string) => (onOutput ? onOutput(text) : (stdout += text)))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-KEPT)))
    child.on('error', (cause: NodeJS.ErrnoException) => {
      failure = new ProcessError(program, cause.message, { missing: cause.code === 'ENOENT', cause })
    })
    child.once('close', (code, killedBy) => {
      if (failure) return reject(failure)
      if (code === 0) return resolve(stdout)
      const ended = killedBy
        ? `ended by ${killedBy}${killedBy === 'SIGTERM' ? ` after ${timeoutMs} ms` : ''}`
        : `exit code ${code}`
      reject(new ProcessError(program, stderr || ended, { exitCode: code ?? undefined }))
    })
  })
}
