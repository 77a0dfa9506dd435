import { createPinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import 'element-plus/dist/index.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/tokens.css'
import './styles/element-plus.css'
import './styles/base.css'
import { apiKey, connect, createApi } from './api'
import type { Connection } from './api/connection'
import { createTexts } from './i18n'

/** Makes the Vue application of one window: its stores, its texts and its way to the core. */
export const createWindowApp = (root: Component, connection: Connection = connect(window)): App<Element> =>
  createApp(root).use(createPinia()).use(createTexts()).provide(apiKey, createApi(connection))
