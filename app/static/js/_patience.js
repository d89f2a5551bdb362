/** A signal that gives a request up after so many milliseconds. Not AbortSignal.timeout(): not
 *  every browser has it, and nothing but the request would hold on to that.
 */
export function patience(milliseconds) {
  const giving = new AbortController();
  setTimeout(() => giving.abort(), milliseconds);
  return giving.signal;
}
