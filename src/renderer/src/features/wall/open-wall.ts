/** Opens the wall of the guests that a filter finds, in a window of its own. The desktop shell makes it a native one. */
export function openWall(filter = ''): void {
  const query = filter === '' ? '' : `?filter=${encodeURIComponent(filter)}`
  window.open(`index.html#/wall${query}`, 'wall', 'popup,width=1280,height=800')
}
