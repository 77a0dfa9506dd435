import { TemplateSettings } from '@shared/contract/template'
import { useTexts } from '@/composables/use-texts'

/** What is chosen of a template, from the contract: its kinds of devices and all that each can be. */
export const choices = {
  operating_system: TemplateSettings.shape.operating_system.options,
  disk: TemplateSettings.shape.disk.options,
  network: TemplateSettings.shape.network.options,
  display: TemplateSettings.shape.display.unwrap().options,
  control: TemplateSettings.shape.control.unwrap().options,
  usb: TemplateSettings.shape.usb.unwrap().options,
  tablet: TemplateSettings.shape.tablet.unwrap().options
} as const
export type Choice = keyof typeof choices
export const choiceNames = Object.keys(choices) as Choice[]

/** What an option of a template is called. */
export function useTemplateTexts(): (choice: Choice, option: string) => string {
  const { find } = useTexts()
  return (choice, option) => find(`templates.options.${choice}.${option || 'none'}`) ?? option
}
