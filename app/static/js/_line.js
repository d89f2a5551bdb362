// The line between the projector's window and the presenter's: the same browser, no server.

/** A line to the windows of the same round, or null where the browser has none. */
export function line(channel, hear) {
  if (!channel || typeof BroadcastChannel !== "function") return null;
  const own = Math.random().toString(36).slice(2);
  let open;
  try {
    open = new BroadcastChannel(`samspill-${channel}`);
  } catch {
    return null;
  }
  open.onmessage = ({ data }) => {
    if (data && data.from !== own) hear(data);
  };
  return { own, say: (kind, more = {}) => open.postMessage({ kind, from: own, ...more }) };
}
