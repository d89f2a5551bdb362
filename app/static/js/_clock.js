/** The server's time on this device, so that taps from two devices order rightly.
 *
 * What the server's clock says is compared with the device's when an answer of it comes; without
 * a network the difference last known is used. No two taps get the same time.
 */
export class Clock {
  /** Milliseconds to add to this device's clock. */
  offset = 0;
  #last = 0;

  /** The page came with `now`, the server's clock when it was written. */
  served(now) {
    const [navigation] = performance.getEntriesByType("navigation");
    // Not from timeOrigin: the browser took it when it started, and clocks are set meanwhile.
    const since = navigation?.responseStart ? performance.now() - navigation.responseStart : 0;
    this.heard(now, Date.now() - since);
  }

  /** The server's clock said `now` at a moment of this device's. */
  heard(now, moment) {
    this.offset = now - moment;
  }

  /** Something happened at `moment` of the server's clock: what is tapped now is later, even when
   *  this device's clock was set back since. */
  after(moment) {
    this.#last = Math.max(this.#last, moment);
  }

  /** The time of a tap that happens now. */
  at() {
    this.#last = Math.max(this.#last + 1, Math.round(Date.now() + this.offset));
    return new Date(this.#last).toISOString();
  }
}
