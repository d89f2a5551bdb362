// What a link leads to is folded out; and on paper everything is, where the style cannot do it.
const unfold = () => {
  const drawing = document.querySelector(":target > .fold");
  if (drawing) drawing.open = true;
};
addEventListener("hashchange", unfold);
unfold();

let folded = [];
addEventListener("beforeprint", () => {
  folded = document.querySelectorAll(".fold:not([open])");
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});
