/** Whose answers may be read on this device, and the key they are sealed with here.
 *
 * The server says so in a cookie, together with the one that opens the seat: when another seat
 * opens here, the key of the first is gone, and what it kept stays shut until it opens again.
 */
export function readDevice(cookies) {
  const [, seat, key] = /(?:^|; )(?:__Host-)?samspill-device=([^.;]+)\.([^;]+)/.exec(cookies) ?? [];
  if (!seat) return null;
  const letters = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return { seat, key: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)) };
}
