/** A signal that gives a request up after so many milliseconds. Not AbortSignal.timeout(): where a
 *  browser older than those we build for has none, a form would wait for a mute server for ever.
 */
export function patience(milliseconds) {
  const giving = new AbortController();
  setTimeout(() => giving.abort(), milliseconds);
  return giving.signal;
}
