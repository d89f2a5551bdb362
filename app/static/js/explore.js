// Draws the map of all statements, or one over time, and saves it as a picture. Plotly comes from our own host.
const section = document.querySelector("[data-explore]");
const plot = document.querySelector("[data-plot]");

// A picture for a slide: the proportions of a projector, sharp when enlarged.
const PICTURE = { format: "png", width: 1280, height: 900, scale: 2 };
const PAPER = 640; // in pixels: within the margins of A4
const NARROW = 600;
const MOST_NAMED = 4;

async function draw() {
  const figure = JSON.parse(document.getElementById("figure").textContent);
  section.hidden = false;
  const { data, layout } = plot.clientWidth < NARROW ? narrow(figure) : wide(figure);
  await window.Plotly.newPlot(plot, data, layout, { displayModeBar: false, responsive: true });
  // The drawing has a size of its own, which paper would cut off.
  const height = "rounds" in plot.dataset ? layout.height : PAPER;
  addEventListener("beforeprint", () => window.Plotly.relayout(plot, { width: PAPER, height }));
  addEventListener("afterprint", () => window.Plotly.relayout(plot, { width: null, height: layout.height, autosize: true }));
  document.querySelector("[data-action=download-picture]").addEventListener("click", () =>
    // The picture is the wide drawing, whatever the screen.
    window.Plotly.downloadImage(figure, { ...PICTURE, height: figure.layout.height ?? PICTURE.height, filename: plot.dataset.fileName }),
  );
}

function wide({ data, layout }) {
  return { data, layout: { height: Math.min(760, Math.round(plot.clientWidth * 0.75)), ...layout } };
}

/** For a phone: higher than wide, unless the drawing knows how high it is; smaller marks, and
 *  below only as many names as have room, the last always: every second step, up to four rounds. */
function narrow({ data, layout }) {
  const { xaxis } = layout;
  const nth = "rounds" in plot.dataset ? Math.ceil(xaxis.tickvals.length / MOST_NAMED) : 2;
  const named = xaxis.tickvals.filter((_, index, { length }) => (length - 1 - index) % nth === 0);
  return {
    data: data.map((trace) => (trace.marker ? { ...trace, marker: { ...trace.marker, size: Math.round((trace.marker.size * 2) / 3) } } : trace)),
    layout: {
      height: Math.round(plot.clientWidth * 1.35),
      ...layout,
      title: undefined,
      font: { ...layout.font, size: 11 },
      margin: { t: "rounds" in plot.dataset ? 0 : 56, r: 28, b: 72, l: 72 },
      xaxis: {
        ...xaxis,
        tickangle: 0,
        tickvals: named,
        ticktext: named.map((value) => xaxis.ticktext[xaxis.tickvals.indexOf(value)]),
      },
    },
  };
}

draw().catch((error) => {
  section.hidden = true;
  document.querySelector("[data-explore-failed]").hidden = false;
  console.error(error);
});
