// What keys, clickers and fingers mean in present mode.

const MEANS = {
  PageDown: "next", ArrowRight: "next", ArrowDown: "next", Enter: "next", " ": "next",
  PageUp: "back", ArrowLeft: "back", ArrowUp: "back", Backspace: "back",
  Home: "first", End: "last",
  ".": "blank", b: "blank", f: "full", F5: "full",
  "?": "help", h: "help", s: "stop", p: "presenter", r: "fetch", Escape: "close",
};

const CHOOSING = "input, select, textarea";
const CHOOSES = [" ", "Enter", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** Calls `act(name)` for what is meant, `act("jump", number)` after digits and Enter, and
 *  `typed(digits)` while they are typed. `home()` takes the focus from what mouse or finger have
 *  pressed: a clicker's Space and Enter would press it again, and must always mean the same. */
export function listen(act, typed, home) {
  let digits = "";
  let pointed = false;
  addEventListener("pointerdown", () => (pointed = true), { capture: true });
  addEventListener("click", () => pointed && home());
  const type = (now) => typed((digits = now));
  addEventListener("keydown", (event) => {
    pointed = false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (/^\d$/.test(event.key)) return type((digits + event.key).slice(-3));
    const one = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let meant = Object.hasOwn(MEANS, one) ? MEANS[one] : null;
    if (!meant) return;
    if (one === "Enter" && digits) {
      event.preventDefault();
      const number = Number(digits);
      type("");
      return act("jump", number);
    }
    if (digits) type("");
    // A control that keys have given the focus is what Enter and Space are for.
    if ((one === "Enter" || (one === " " && !event.shiftKey)) && event.target.closest("a, button")) return;
    if (CHOOSES.includes(one) && event.target.closest(CHOOSING)) return;
    if (one === " " && event.shiftKey) meant = "back";
    if (meant !== "close") event.preventDefault();
    if (!event.repeat || meant === "next" || meant === "back") act(meant);
  });
  let from = null;
  addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  }, { passive: true });
  addEventListener("touchend", ({ changedTouches: [touch] }) => {
    if (!from || visualViewport?.scale > 1.01) return;
    const [across, down] = [touch.clientX - from.x, touch.clientY - from.y];
    from = null;
    if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) act(across < 0 ? "next" : "back");
  }, { passive: true });
}
