import { afterEach, expect } from 'vitest'
import type { App as VueApp } from 'vue'
import App from '@/App.vue'
import { createAppRouter } from '@/router'
import { createWindowApp } from '@/window-app'
import { until } from './until'
import type { FakeCore } from './fake-core'

declare const happyDOM: { setViewport(size: { width: number; height: number }): void }
happyDOM.setViewport({ width: 1440, height: 900 })
// As browsers do: this DOM would write out all the HTML of an element, and poppers ask for it all the time.
Element.prototype.toString = () => '[object HTMLElement]'

const open: VueApp<Element>[] = []
const warnings: string[] = []

afterEach(() => {
  expect(warnings.splice(0)).toEqual([])
  for (const app of open.splice(0)) app.unmount()
  document.body.innerHTML = ''
  document.documentElement.className = ''
  localStorage.clear()
  window.location.hash = ''
})

/** A whole main window, as a person sees it. */
export class TestWindow {
  constructor(core: FakeCore, path = '/') {
    window.location.hash = path
    const root = document.body.appendChild(document.createElement('div'))
    const app = createWindowApp(App, core).use(createAppRouter())
    app.config.warnHandler = (text) => warnings.push(text)
    app.mount(root)
    open.push(app)
  }

  get text(): string {
    return document.body.textContent
  }

  /** The first element that matches, once it is there. */
  find(selector: string): Promise<HTMLElement> {
    return until(`the element ${selector}`, () => document.querySelector<HTMLElement>(selector))
  }

  /** Waits until the window says something. */
  says(text: string): Promise<unknown> {
    return until(`the words "${text}" in: ${this.text}`, () => this.text.includes(text))
  }

  async click(selector: string): Promise<void> {
    ;(await this.find(selector)).click()
  }

  /** Why a button cannot be pressed; '' when it can. */
  async whyNot(selector: string): Promise<string> {
    const button = (await this.find(selector)) as HTMLButtonElement
    if (!button.disabled) return ''
    return document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent ?? 'it does not say'
  }

  async type(selector: string, text: string): Promise<void> {
    const input = (await this.find(selector)) as HTMLInputElement
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }

  async submit(): Promise<void> {
    ;(await this.find('form')).dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  }

  press(key: string, modifiers: { ctrlKey?: boolean; altKey?: boolean } = {}): void {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, ...modifiers, bubbles: true, cancelable: true }))
  }
}
