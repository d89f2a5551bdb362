/** The worker that keeps this page for when there is no network; says when a new one is ready. */
export function keepPage(form) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  serviceWorker.startMessages();
  const button = document.querySelector("[data-update]");
  let pressed = false;
  serviceWorker.addEventListener("controllerchange", () => pressed && location.reload());
  serviceWorker.register("/sw.js", { updateViaCache: "none" }).then((registration) => {
    const offer = () => (button.hidden = !(registration.waiting && registration.active));
    offer();
    registration.addEventListener("updatefound", () =>
      registration.installing.addEventListener("statechange", offer));
    button.addEventListener("click", () => {
      pressed = true;
      if (registration.waiting) registration.waiting.postMessage("take over");
      else location.reload(); // another tab has let it
    });
  }).catch(() => {});
  serviceWorker.ready.then(({ active }) =>
    active.postMessage({ "/answer": form.dataset.shell, "/offline": `/offline/${document.documentElement.lang}`, asked: form.dataset.asked }))
    .catch(() => {});
}

/** Let the browser send what waits when there is a network again, also when the page is closed. */
export function sendLater() {
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("answers")).catch(() => {});
}
