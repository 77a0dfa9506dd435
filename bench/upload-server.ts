// A process that serves the application on the folder given, for an upload to a disk image, until it is ended.
import { resolve } from 'node:path'
import type { Image } from '@shared/contract/image'
import { openApp } from '@main/app'
import { serveHttp } from '@main/gateways/http-gateway'
import { benchSession } from './bench-session'
import type { Served } from './upload.bench'

const [dataFolder = ''] = process.argv.slice(2)
const app = await openApp({ dataFolder, version: '0.0.0', resources: resolve(import.meta.dirname, '../resources') })
const { url } = await serveHttp(app, { port: 0 })
const session = await benchSession(app)
const caller = app.sessions.callerOf(session) ?? app.sessions.nobody('')
const { id } = (await app.dispatcher.dispatch('diskImage.create', { name: 'large' }, caller)) as Pick<Image, 'id'>
process.send?.({ port: Number(new URL(url).port), session, image: id } satisfies Served)
process.on('disconnect', () => process.exit())
