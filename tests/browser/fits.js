// Looks at a page as it stands and names what does not fit. Run as (what) => [faults].
(what) => {
  const unseen = ".visually-hidden, script, style, noscript, template, datalist, option, svg title";

  function seen(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    return !element.closest(unseen) && !clippedAway(element);
  }

  /** There for screen readers alone, or until it has the focus. */
  function clippedAway(element) {
    for (let one = element; one; one = one.parentElement) {
      const { clipPath, clip, position } = getComputedStyle(one);
      if (clipPath === "inset(50%)" || (clip !== "auto" && position === "absolute")) return true;
    }
    return false;
  }

  /** Stays in the window while the rest scrolls beneath. */
  function stuck(element) {
    for (let one = element; one; one = one.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(one).position)) return true;
    return false;
  }

  function name(element) {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((one) => `.${one}`).join("");
    const text = (element.innerText ?? element.textContent ?? "").trim().slice(0, 40);
    return `${element.localName}${id}${classes} “${text}”`;
  }

  /** What makes the page wider than its window: the innermost elements that reach out. */
  function sideways() {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = (element) => element.getBoundingClientRect().right > clientWidth + 1;
    const all = [...document.querySelectorAll("body *")].filter((one) => seen(one) && out(one));
    const inner = all.filter((one) => !all.some((other) => one !== other && one.contains(other)));
    return [`${scrollWidth - clientWidth} px too wide`, ...inner.map(name)];
  }

  /** Text that its own box hides, and does not say so with an ellipsis. */
  function cutOff() {
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    return [...document.querySelectorAll("body *")]
      .filter((element) => {
        const { overflowX, overflowY, display, textOverflow } = getComputedStyle(element);
        if (display === "inline" || textOverflow === "ellipsis" || !seen(element)) return false;
        if (element.closest("svg, [data-plot]")) return false; // drawn to fit by Plotly
        if (element.matches("input, select, textarea, progress")) return false;
        const wide = element.scrollWidth > element.clientWidth + 1;
        const high = element.scrollHeight > element.clientHeight + 1;
        return (wide && hides(overflowX)) || (high && hides(overflowY));
      })
      .map(name);
  }

  /** Text that lies on other text. */
  function overlapping() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (!node.data.trim() || !seen(parent) || stuck(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const room = (bottom - top) / 5; // letters do not fill the height of their line
        boxes.push({ node, left: left + 1, right: right - 1, top: top + room, bottom: bottom - room });
      }
    }
    const found = new Set();
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const across = a.left < b.right && b.left < a.right;
        if (across && a.top < b.bottom && b.top < a.bottom && a.node !== b.node)
          found.add(`${name(a.node.parentElement)} and ${name(b.node.parentElement)}`);
      }
    return [...found];
  }

  function controls() {
    const all = "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']";
    return [...document.querySelectorAll(all)].filter(
      (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }),
    );
  }

  /** What is not wholly in sight when the focus comes to it. */
  function covered() {
    const faults = [];
    for (const element of controls()) {
      element.focus();
      if (document.activeElement !== element) continue;
      const { left, top, width, height } = element.getClientRects()[0];
      const places = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
      const free = places.filter(([x, y]) => {
        const hit = document.elementFromPoint(left + width * x, top + height * y);
        return hit && (element.contains(hit) || hit.contains(element) || hit.control === element);
      });
      if (free.length < places.length) faults.push(`${name(element)}: ${free.length} of 5 points free`);
    }
    document.activeElement?.blur();
    scrollTo(0, 0);
    return faults;
  }

  /** A link among other words is as high as its line. */
  function inText(element) {
    if (getComputedStyle(element).display !== "inline") return false;
    return [...element.parentElement.childNodes].some((one) => one !== element && one.textContent.trim());
  }

  /** Controls smaller than a finger wants; a label belongs to its control. */
  function small() {
    return controls()
      .filter((one) => seen(one) && !inText(one))
      .filter((one) => {
        const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
        const wide = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
        const high = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
        return wide < 43.5 || high < 43.5;
      })
      .map((one) => `${name(one)}: ${one.getBoundingClientRect().width}×${one.getBoundingClientRect().height}`);
  }

  /** Anything that would move by itself. */
  function moving() {
    const lasts = (times) => times.split(", ").some((time) => Number.parseFloat(time) > 0.001);
    return [...document.querySelectorAll("*")]
      .flatMap((element) => ["", "::before", "::after"].map((part) => [element, part]))
      .filter(([element, part]) => {
        const style = getComputedStyle(element, part);
        const transition = style.transitionProperty !== "none" && lasts(style.transitionDuration);
        return transition || (style.animationName !== "none" && lasts(style.animationDuration));
      })
      .map(([element, part]) => name(element) + part);
  }

  return { sideways, cutOff, overlapping, covered, small, moving }[what]();
};
