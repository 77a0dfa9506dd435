/** Opens the console of a guest in a window of its own, or brings it to the front. The desktop shell makes it a native one. */
export function openConsole(guest: string): void {
  window.open(`console.html?guest=${encodeURIComponent(guest)}`, `console-${guest}`, 'popup,width=1024,height=720')
}
