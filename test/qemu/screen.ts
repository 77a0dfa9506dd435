import type { Driver, GuestHandle } from '@main/drivers/driver'
import { RfbClient } from '../drivers/rfb-client'
import { until } from '../support/until'
import { VgaText } from '../support/vga-text'

/** Waits until a guest's screen says some text. Each look is a new viewer, since a screen changes its size while it boots. */
export async function screenSays(driver: Driver, guest: GuestHandle, text: string): Promise<void> {
  await until(
    `the screen to say "${text}"`,
    async () => {
      const stream = await driver.screen.open(guest)
      try {
        const viewer = await RfbClient.connect(stream)
        viewer.request(false)
        await viewer.update()
        return new VgaText(viewer).find(text)
      } finally {
        stream.destroy()
      }
    },
    30_000
  )
}
