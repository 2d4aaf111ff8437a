// Day by day: a slider, a step each way, and play. The table follows: cells marked data-map-cell show the day's figure.
import { breaksOf } from "./classes.js";
import { fetchJson } from "./shapes.js";

const PACE = 700; // ms a day while playing

class Days {
  constructor(areaMap, block, series) {
    Object.assign(this, { areaMap, block, series, timer: null });
    this.slider = block.querySelector("input[type=range]");
    this.label = block.querySelector("output");
    this.play = block.querySelector("[data-map-play]");
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  }

  start() {
    const { days, values } = this.series;
    this.areaMap.ends = breaksOf(Object.values(values).flat());
    this.slider.max = days.length - 1;
    this.slider.value = days.length - 1;
    this.slider.addEventListener("input", () => this.show());
    this.block.querySelector("[data-map-back]").addEventListener("click", () => this.step(-1));
    this.block.querySelector("[data-map-on]").addEventListener("click", () => this.step(1));
    this.play.hidden = this.calm.matches;
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.run()));
    this.calm.addEventListener("change", () => { this.stop(); this.play.hidden = this.calm.matches; });
    this.block.hidden = false;
    this.show();
  }

  step(by) {
    this.stop();
    this.move(by);
  }

  move(by) {
    this.slider.value = Math.min(Math.max(Number(this.slider.value) + by, 0), Number(this.slider.max));
    this.show();
  }

  run() {
    if (this.slider.value === this.slider.max) this.slider.value = 0;
    this.play.setAttribute("aria-pressed", "true");
    this.timer = setInterval(() => (this.slider.value === this.slider.max ? this.stop() : this.move(1)), PACE);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.setAttribute("aria-pressed", "false");
  }

  show() {
    const place = Number(this.slider.value);
    const day = this.series.days[place];
    const words = day.split("-").reverse().map(Number).join("/");
    this.label.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
    this.areaMap.block.dataset.mapDay = day;
    for (const [id, entry] of this.areaMap.values) {
      const value = this.series.values[id]?.[place] ?? null;
      const figure = value === null ? "" : this.areaMap.written(value);
      this.areaMap.values.set(id, { ...entry, value, text: figure && `${figure} ${this.areaMap.say.mapUnit ?? ""}`.trim() });
    }
    this.followInTable(words);
    this.areaMap.paint();
  }

  followInTable(words) {
    for (const row of this.areaMap.rows()) {
      const cell = row.querySelector("[data-map-cell]");
      const { value } = this.areaMap.values.get(row.dataset.area);
      if (cell) cell.textContent = value === null ? "–" : this.areaMap.written(value);
    }
    for (const head of document.querySelectorAll(`${this.areaMap.say.mapTable} [data-map-day-head]`)) head.textContent = words;
  }
}

/** Values by area, whether the answer has them so or as a list of areas with their values. */
const seriesOf = (answer) =>
  answer.values ? answer : { ...answer, values: Object.fromEntries(answer.areas.map(({ uuid, values }) => [uuid, values])) };

export async function offerDays(areaMap) {
  const block = areaMap.block.querySelector("[data-map-time]");
  if (!block?.dataset.mapTime) return;
  const series = seriesOf(await fetchJson(block.dataset.mapTime));
  if (series.days.length) new Days(areaMap, block, series).start();
}
