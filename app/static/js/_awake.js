// Keeps the screen awake where the browser can; says how that went.

/** Asks at the first gesture, and again whenever the page comes back into sight. `say` is told
 *  "none", "held" or "refused". */
export function keepAwake(say) {
  const lock = navigator.wakeLock;
  if (!lock) return say("none");
  let asked = false;
  const ask = () => lock.request("screen").then(() => say("held"), () => say("refused"));
  const first = () => {
    if (asked) return;
    asked = true;
    ask();
  };
  for (const gesture of ["keydown", "pointerdown"]) addEventListener(gesture, first, { once: true });
  document.addEventListener("visibilitychange", () => {
    if (asked && document.visibilityState === "visible") ask();
  });
}
