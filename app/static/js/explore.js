// Draws the map of all statements, or one over time, and saves it as a picture. Plotly comes from our own host.
const section = document.querySelector("[data-explore]");
const plot = document.querySelector("[data-plot]");

// A picture for a slide: the proportions of a projector, sharp when enlarged.
const PICTURE = { format: "png", width: 1280, height: 900, scale: 2 };
const NARROW = 600;

async function draw() {
  const figure = JSON.parse(document.getElementById("figure").textContent);
  section.hidden = false;
  const { data, layout } = plot.clientWidth < NARROW ? narrow(figure) : wide(figure);
  await window.Plotly.newPlot(plot, data, layout, { displayModeBar: false, responsive: true });
  document.querySelector("[data-action=download-picture]").addEventListener("click", () =>
    // The picture is the wide map, whatever the screen.
    window.Plotly.downloadImage(figure, { ...PICTURE, filename: plot.dataset.fileName }),
  );
}

function wide({ data, layout }) {
  return { data, layout: { ...layout, height: Math.min(760, Math.round(plot.clientWidth * 0.75)) } };
}

/** For a phone: higher than wide, smaller marks, and every second step named below, unless the
 *  page wants them all. */
function narrow({ data, layout }) {
  const { xaxis } = layout;
  const named = xaxis.tickvals.filter((_, index) => "every" in plot.dataset || index % 2 === 0);
  return {
    data: data.map((trace) => (trace.marker ? { ...trace, marker: { ...trace.marker, size: Math.round((trace.marker.size * 2) / 3) } } : trace)),
    layout: {
      ...layout,
      title: undefined,
      height: Math.round(plot.clientWidth * 1.35),
      font: { ...layout.font, size: 11 },
      margin: { t: "every" in plot.dataset ? 0 : 56, r: 28, b: 72, l: 64 },
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
