/** Whose answers may be read on this device, and the key they are sealed with here.
 *
 * The server says so in a cookie, together with the one that opens the seat: when another seat
 * opens here, the key of the first is gone, and what it kept stays shut until it opens again.
 */
export function readDevice(cookies) {
  // Where the site is https only the one that no other site could have set.
  const name = location.protocol === "https:" ? "__Host-samspill-device" : "samspill-device";
  const [, seat, key] = new RegExp(`(?:^|; )${name}=([^.;]+)\\.([^;]+)`).exec(cookies) ?? [];
  try {
    const letters = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
    return { seat, key: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)) };
  } catch {
    return null; // none, or broken: the next page from the server sets it right
  }
}
