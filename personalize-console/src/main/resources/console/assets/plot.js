// Draws the charts over time once more, with a cursor that tells the values and with zoom. Without it they are pictures.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const HEIGHT = 232;
  const LINE_HEIGHT = 14;
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric" });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const date = (seconds) => new Date(1000 * seconds);
  const mark = (seconds) => {
    const at = date(seconds);
    return at.getHours() || at.getMinutes() ? clock.format(at) : day.format(at);
  };
  const figure = (value, unit) => (value == null ? "–" : Number(value.toPrecision(3)).toLocaleString(language) + unit);

  // A line looks as it does in the picture, which the stylesheet says.
  const line = (path, label, steps, unit) => {
    const css = getComputedStyle(path);
    const dash = css.strokeDasharray;
    return {
      label,
      stroke: css.stroke,
      width: Number.parseFloat(css.strokeWidth),
      dash: dash === "none" ? undefined : dash.split(/[ ,]+/).map(Number.parseFloat),
      paths: steps ? uPlot.paths.stepped({ align: 1 }) : undefined,
      points: { show: false },
      value: (plot, value) => figure(value, unit),
    };
  };

  const shade = (plot, spans, colour) => {
    plot.ctx.fillStyle = colour;
    for (const [from, to] of spans) {
      const left = plot.valToPos(from, "x", true);
      plot.ctx.fillRect(left, plot.bbox.top, plot.valToPos(to, "x", true) - left, plot.bbox.height);
    }
  };

  // Each line has its name at its end, and names do not stand on each other.
  const name = (plot, css) => {
    const { ctx, bbox, series, data } = plot;
    ctx.font = `${12 * devicePixelRatio}px ${css.fontFamily}`;
    ctx.fillStyle = css.fill;
    ctx.textAlign = "left";
    let above = Number.POSITIVE_INFINITY;
    series
      .slice(1)
      .map(({ label }, n) => [label, data[n + 1].findLast((value) => value != null)])
      .filter(([, last]) => last != null)
      .map(([label, last]) => [label, plot.valToPos(last, "y", true)])
      .sort(([, one], [, other]) => other - one)
      .forEach(([label, y]) => {
        above = Math.min(y, above - LINE_HEIGHT * devicePixelRatio);
        ctx.fillText(label, bbox.left + bbox.width + 6 * devicePixelRatio, above);
      });
  };

  const width = (box) => Math.max(300, box.clientWidth);

  const draw = (chart) => {
    const data = JSON.parse(chart.dataset.plot);
    const unit = chart.dataset.unit ?? "";
    const picture = chart.querySelector("svg");
    const labels = [...picture.querySelectorAll(".name")];
    const paths = [...picture.querySelectorAll("path.line")];
    const css = getComputedStyle(picture.querySelector(".axis text"));
    const grid = { stroke: getComputedStyle(picture.querySelector(".axis line")).stroke, width: 1 };
    const axis = { stroke: css.fill, font: `12px ${css.fontFamily}`, grid, ticks: grid };
    const band = getComputedStyle(picture.querySelector(".band")).fill;
    const box = chart.querySelector(".drawn");
    picture.parentElement.hidden = true;
    box.hidden = false;
    return new uPlot(
      {
        width: width(box),
        height: HEIGHT,
        padding: [8, 84, 0, 0],
        scales: { y: { distr: data.logarithmic ? 3 : 1 } },
        axes: [
          { ...axis, values: (plot, marks) => marks.map(mark) },
          { ...axis, size: 64, values: (plot, marks) => marks.map((value) => (value == null ? "" : figure(value, unit))) },
        ],
        series: [
          { label: chart.dataset.time, value: (plot, at) => (at == null ? "–" : moment.format(date(at))) },
          ...paths.map((path, n) => line(path, labels[n].textContent, data.steps, unit)),
        ],
        hooks: {
          drawClear: [(plot) => shade(plot, data.shaded, band)],
          draw: [(plot) => name(plot, getComputedStyle(labels[0]))],
        },
      },
      [data.values[0].map((value, n) => data.begin + n * data.step), ...data.values],
      box,
    );
  };

  const charts = [...document.querySelectorAll("figure[data-plot]")];
  let plots = charts.map(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    plots.forEach((plot) => plot.destroy());
    plots = charts.map(draw);
  });
  window.addEventListener("resize", () => {
    plots.forEach((plot, n) => plot.setSize({ width: width(charts[n].querySelector(".drawn")), height: HEIGHT }));
  });
});
