// How much time has gone, in all and on each step. Time goes on while a window is reloaded.

export class Watch {
  running = false;
  total = 0;
  steps = {};
  at = Date.now();

  /** Counts the time since last asked, for the step on screen. */
  tick(step) {
    const now = Date.now();
    const passed = Math.max(0, now - this.at); // a clock may be set back
    this.at = now;
    if (!this.running) return;
    this.total += passed;
    this.steps[step] = this.of(step) + passed;
  }

  of(step) {
    return this.steps[step] ?? 0;
  }

  state() {
    const { running, total, steps, at } = this;
    return { running, total, steps, at };
  }

  /** Takes over how the time stood elsewhere, or before a reload. */
  take({ running, total, steps, at }) {
    Object.assign(this, { running, total, steps: { ...steps }, at: running ? at : Date.now() });
  }
}
