/** The server's time on this device, so that taps from two devices order rightly.
 *
 * `now` is the server's clock in milliseconds when it wrote the page; the moment its first byte
 * came is known, so the difference between the clocks is too. No two taps get the same time.
 */
export function serverClock(now) {
  const [navigation] = performance.getEntriesByType("navigation");
  const came = performance.timeOrigin + (navigation?.responseStart || performance.now());
  const offset = now - came;
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.round(Date.now() + offset));
    return new Date(last).toISOString();
  };
}
