// Charts that can be read with the mouse and the arrow keys. The figures come from the table beside each chart; the
// server's drawing stays for print, for phones and where this script does not run.
(function () {
  "use strict";

  const WIDE = window.matchMedia("(min-width: 721px)");
  const loading = new Map();

  function load(tag, attributes) {
    const key = attributes.src || attributes.href;
    if (!loading.has(key)) {
      loading.set(key, new Promise((done, failed) => {
        const node = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
        document.head.append(node);
      }));
    }
    return loading.get(key);
  }

  function ink(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function read(plot) {
    const table = plot.querySelector("[data-plot-table] table");
    const labels = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    const days = rows.map((row) => Date.parse(row.cells[0].dataset.day + "T12:00:00Z") / 1000);
    const number = (cell) => (cell.dataset.v === "" ? null : Number(cell.dataset.v));
    const values = labels.map((_, place) => rows.map((row) => number(row.cells[place + 1])));
    return { labels, days, values };
  }

  function average(values) {
    const sums = values[0].map((_, day) => values.reduce((sum, one) => sum + (one[day] || 0), 0));
    return sums.map((_, day) => {
      const from = Math.max(0, day - 6);
      const window_ = sums.slice(from, day + 1);
      return window_.reduce((a, b) => a + b, 0) / window_.length;
    });
  }

  function pattern(place) {
    if (place === 0) return ink("--series-1");
    const size = 6;
    const tile = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const pen = tile.getContext("2d");
    pen.fillStyle = ink(place === 1 ? "--series-2" : "--series-3");
    pen.fillRect(0, 0, size, size);
    if (place === 1) {
      pen.strokeStyle = "#FFFFFF";
      pen.beginPath(); pen.moveTo(0, size); pen.lineTo(size, 0); pen.stroke();
    } else {
      pen.fillStyle = ink("--accent");
      pen.fillRect(size / 2 - 1, size / 2 - 1, 2, 2);
    }
    return pen.createPattern(tile, "repeat");
  }

  const DASHES = [[], [9, 4], [2, 4], [9, 3, 2, 3], [4, 4], [12, 3, 3, 3]];
  const INKS = ["--series-1", "--series-2", "--ink", "--ink-3", "--series-1", "--series-2"];

  function bars(figures, plot) {
    const stacked = [];
    figures.values.forEach((one, place) => {
      stacked.push(one.map((value, day) => (value || 0) + (place ? stacked[place - 1][day] : 0)));
    });
    const paths = window.uPlot.paths.bars({ size: [0.9, 60] });
    const series = stacked.map((_, place) => ({
      label: figures.labels[place], paths, fill: () => pattern(place), width: 0, points: { show: false },
    })).reverse();
    const mean = { label: plot.dataset.average, stroke: ink("--ink"), width: 1.6, points: { show: false } };
    return { data: [figures.days, ...stacked.reverse(), average(figures.values)], series: [...series, mean] };
  }

  function lines(figures) {
    const series = figures.labels.map((label, place) => ({
      label, stroke: ink(INKS[place % 6]), width: 2, dash: DASHES[place % 6], spanGaps: false,
      points: { show: true, size: 5, fill: ink(INKS[place % 6]) },
    }));
    return { data: [figures.days, ...figures.values], series };
  }

  function dayText(seconds) {
    const day = new Date(seconds * 1000);
    return `${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
  }

  function say(reader, figures, index, language) {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const parts = figures.labels.map((label, place) => {
      const value = figures.values[place][index];
      return `${label}: ${value === null ? "–" : number.format(value)}`;
    });
    const text = `${dayText(figures.days[index])} · ${parts.join(" · ")}`;
    reader.textContent = text;
    return text;
  }

  function axes() {
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const grid = { stroke: ink("--line"), width: 1 };
    const plain = { stroke: ink("--ink-2"), font, ticks: { show: false } };
    return [
      { ...plain, grid: { show: false }, values: (_, marks) => marks.map(dayText), space: 56, size: 28 },
      { ...plain, grid, size: 56 },
    ];
  }

  function listen(canvas, reader, figures, chart) {
    let at = figures.days.length - 1;
    const show = () => {
      const text = say(reader, figures, at, document.documentElement.lang);
      canvas.setAttribute("aria-valuenow", String(at + 1));
      canvas.setAttribute("aria-valuetext", text);
      chart.setCursor({ left: chart.valToPos(figures.days[at], "x"), top: 10 }, false);
    };
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      at = Math.min(Math.max(at + step, 0), figures.days.length - 1);
      show();
    });
    canvas.addEventListener("focus", show);
  }

  function draw(plot) {
    const canvas = plot.querySelector(".plot-canvas");
    const figures = read(plot);
    if (figures.days.length < 2) return;
    canvas.hidden = false;
    const reader = Object.assign(document.createElement("p"), { className: "plot-read no-print only-d" });
    reader.textContent = plot.dataset.say;
    canvas.after(reader);
    const { data, series } = plot.dataset.plot === "bars" ? bars(figures, plot) : lines(figures);
    const chart = new window.uPlot({
      width: canvas.clientWidth || plot.clientWidth, height: plot.dataset.plot === "bars" ? 240 : 270,
      legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } }, axes: axes(),
      scales: { x: { time: false }, y: { range: (_, low, high) => [0, Math.max(high, 1) * 1.08] } },
      series: [{}, ...series],
      hooks: { setCursor: [(self) => { if (self.cursor.idx !== null && self.cursor.left >= 0) say(reader, figures, self.cursor.idx, document.documentElement.lang); }] },
    }, data, canvas);
    const marks = {
      tabindex: "0", role: "slider", "aria-label": plot.dataset.label, "aria-valuemin": "1",
      "aria-valuemax": String(figures.days.length), "aria-valuenow": String(figures.days.length),
      "aria-valuetext": plot.dataset.say,
    };
    Object.entries(marks).forEach(([name, value]) => canvas.setAttribute(name, value));
    listen(canvas, reader, figures, chart);
    new ResizeObserver(() => {
      if (canvas.clientWidth) chart.setSize({ width: canvas.clientWidth, height: chart.height });
    }).observe(canvas);
    plot.classList.add("is-drawn");
  }

  function begin(root) {
    if (!WIDE.matches) return;
    root.querySelectorAll("[data-plot]:not([data-plot-done])").forEach((plot) => {
      if (!plot.querySelector("[data-plot-table]")) return;
      plot.dataset.plotDone = "";
      load("link", { rel: "stylesheet", href: plot.dataset.style });
      load("script", { src: plot.dataset.script }).then(() => draw(plot));
    });
  }

  // On paper every chart has its table.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details[data-plot-table]").forEach((table) => { table.open = true; });
  });
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.target));
})();
