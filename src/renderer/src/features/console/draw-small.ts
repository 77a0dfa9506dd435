/**
 * Draws a picture as large as the canvas is shown. A browser that shrinks a canvas by itself takes some pixels and leaves
 * out those between, which makes text unreadable; here all of them count.
 */
export function drawSmall(picture: HTMLCanvasElement | null, canvas: HTMLCanvasElement | null | undefined): void {
  const context = canvas?.getContext('2d')
  if (!picture || !canvas || !context || picture.width === 0 || canvas.clientWidth === 0) return
  const fit = Math.min(canvas.clientWidth / picture.width, canvas.clientHeight / picture.height)
  const scale = Math.min(1, fit * devicePixelRatio)
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
}
