// A map of areas beside its table. The table is the truth: every row with data-area is an area, its data-value or data-level is
// what the map shows, its link is where the area leads. Shapes come once and stay in the browser's cache. No tiles are needed.
import { breaksOf, classOf, fillOf, isPattern, layPatterns, RISKS, shapeOf, swatch } from "./classes.js";
import { areaPopup, whenPrinting } from "./dress.js";
import { placeLabels } from "./labels.js";
import { walkAreas } from "./walk.js";
import { offerPoints } from "./points.js";
import { fetchJson, polygonsToPlaces } from "./shapes.js";
import { offerDays } from "./time.js";

const CLOSER = 2.5; // zoom steps past the first view after which the detailed shapes are fetched

class AreaMap {
  constructor(block) {
    this.block = block;
    this.say = block.dataset;
    this.canvas = block.querySelector("[data-map-canvas]");
    this.legend = block.querySelector("[data-map-legend]");
    this.areas = new Map();
    this.values = new Map();
    this.ends = [];
  }

  get isRisk() {
    return this.say.mapScale === "risk";
  }

  rows() {
    return [...document.querySelectorAll(`${this.say.mapTable} [data-area]`)];
  }

  readTable() {
    for (const row of this.rows()) {
      const value = row.dataset.value === undefined || row.dataset.value === "" ? null : Number(row.dataset.value);
      const link = row.querySelector("a[href]");
      this.values.set(row.dataset.area, {
        value, level: row.dataset.level || "", text: row.dataset.text || "", url: row.dataset.url || link?.href || "",
      });
    }
    this.ends = breaksOf([...this.values.values()].map((entry) => entry.value));
  }

  async start() {
    this.readTable();
    const shapes = await fetchJson(this.say.mapShapes);
    if (!shapes.areas.length) return this.giveUp(this.say.mapNothing);
    layPatterns();
    this.canvas.replaceChildren();
    this.canvas.hidden = false;
    this.map = L.map(this.canvas, {
      zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false, zoomControl: false, scrollWheelZoom: false,
      renderer: L.svg({ padding: 1 }), maxBoundsViscosity: 1,
    });
    L.control.zoom({ position: "bottomright", zoomInTitle: this.say.mapCloser, zoomOutTitle: this.say.mapFarther }).addTo(this.map);
    this.layTiles();
    this.fit(shapes);
    this.draw(shapes);
    this.watch();
    this.note(shapes);
    offerPoints(this);
    await offerDays(this);
    this.block.dataset.mapReady = "true";
    return undefined;
  }

  giveUp(text) {
    this.canvas.replaceChildren(Object.assign(document.createElement("p"), { className: "muted", textContent: text }));
  }

  layTiles() {
    if (!this.say.mapTiles) return;
    L.tileLayer(this.say.mapTiles, { maxZoom: 19 }).addTo(this.map);
    this.block.classList.add("on-tiles");
  }

  draw(shapes) {
    if (shapes.outline?.length) {
      L.polygon(polygonsToPlaces(shapes.outline, shapes.grid), { className: "map-outline", smoothFactor: 0, fill: false, interactive: false }).addTo(this.map);
    }
    for (const area of shapes.areas) this.drawArea(area, polygonsToPlaces(area.rings, shapes.grid));
    this.paint();
    walkAreas(this);
  }

  drawArea(area, places) {
    const known = this.areas.get(area.id);
    if (known) return known.layer.setLatLngs(places);
    const layer = L.polygon(places, { smoothFactor: 0, className: `map-area ${area.kind}`, bubblingMouseEvents: false });
    layer.addTo(this.map).on("click", () => this.open(area.id));
    layer.on("mouseover focus", () => layer.bringToFront());
    return this.areas.set(area.id, { ...area, layer, at: [area.at[1], area.at[0]] });
  }

  entry(id) {
    return this.values.get(id) ?? { value: null, level: "", text: "", url: "" };
  }

  nameOfClass(id) {
    const { value, level } = this.entry(id);
    if (this.isRisk) return RISKS.includes(level) ? level : "unknown";
    return classOf(value, this.ends);
  }

  spoken(id) {
    const { text } = this.entry(id);
    return `${this.areas.get(id).name}: ${text || this.say.mapUnknown}`;
  }

  /** Colours, patterns, spoken words and labels after the values have changed. */
  paint() {
    for (const [id, { layer }] of this.areas) {
      const name = this.nameOfClass(id);
      const path = layer.getElement();
      layer.setStyle({ fillColor: isPattern(name) ? fillOf(name) : "#ffffff", fillOpacity: 1 });
      path.classList.remove("unknown", "c0", "c1", "c2", "c3", "c4", "c5", ...RISKS);
      path.classList.add(name);
      path.setAttribute("aria-label", this.spoken(id));
    }
    this.drawLegend();
    placeLabels(this);
  }

  labelOf(id) {
    const { value } = this.entry(id);
    return this.isRisk ? { shape: shapeOf(this.nameOfClass(id)), figure: "" } : { shape: null, figure: value === null ? "?" : this.written(value) };
  }

  written(value) {
    return new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 1 }).format(value);
  }

  drawLegend() {
    const counts = new Map();
    for (const id of this.areas.keys()) counts.set(this.nameOfClass(id), (counts.get(this.nameOfClass(id)) ?? 0) + 1);
    const entries = this.isRisk ? this.riskEntries(counts) : this.amountEntries(counts);
    this.legend.replaceChildren(...entries);
  }

  riskEntries(counts) {
    return [...this.block.querySelectorAll("template[data-map-risk]")]
      .filter((template) => counts.has(template.dataset.mapRisk))
      .map((template) => {
        const badge = template.content.firstElementChild.cloneNode(true);
        badge.append(` ${counts.get(template.dataset.mapRisk)}`);
        return badge;
      });
  }

  amountEntries(counts) {
    const ranges = [["c0", "0"]];
    this.ends.forEach((end, place) => {
      const from = place ? this.ends[place - 1] : 0;
      const first = Number.isInteger(end) && Number.isInteger(from) ? from + 1 : from;
      const words = first === end ? this.written(end) : `${this.written(first)}–${this.written(end)}`;
      ranges.push([classOf(end, this.ends), words]);
    });
    ranges.push(["unknown", this.say.mapUnknown]);
    return ranges.filter(([name]) => counts.has(name)).map(([name, words]) => {
      const line = document.createElement("span");
      line.className = "map-class";
      const number = Object.assign(document.createElement("b"), { textContent: `(${counts.get(name)})` });
      line.append(swatch(name), `${words} `, number);
      return line;
    });
  }

  /** Leaflet draws nothing before it knows where it looks, so this comes first. */
  fit(shapes) {
    this.home = L.latLngBounds(shapes.areas.flatMap((area) => polygonsToPlaces(area.rings, shapes.grid).flat(2)));
    this.map.fitBounds(this.home, { padding: [6, 6], animate: false });
    this.first = this.map.getZoom();
    this.map.setMinZoom(this.first - 0.5);
    this.map.setMaxZoom(this.first + 7);
    this.map.setMaxBounds(this.home.pad(0.4));
    this.mind();
  }

  /** A finger that scrolls the page must not be caught by a map that shows everything already. */
  mind() {
    const closer = this.map.getZoom() > this.first + 0.1;
    const isTouched = window.matchMedia("(pointer: coarse)").matches;
    this.map.dragging[closer || !isTouched ? "enable" : "disable"]();
    this.canvas.classList.toggle("may-scroll", isTouched && !closer);
  }

  watch() {
    this.map.on("zoomend", () => { this.mind(); placeLabels(this); this.lookCloser(); });
    this.map.on("resize", () => placeLabels(this));
    this.canvas.addEventListener("wheel", (event) => { if (event.ctrlKey) this.map.scrollWheelZoom.enable(); }, { passive: true, capture: true });
    this.canvas.addEventListener("mouseleave", () => this.map.scrollWheelZoom.disable());
    this.canvas.addEventListener("click", () => this.map.scrollWheelZoom.enable());
    whenPrinting(this);
  }

  async lookCloser() {
    if (this.isDetailed || this.map.getZoom() < this.first + CLOSER) return;
    this.isDetailed = true;
    const shapes = await fetchJson(this.say.mapShapes.replace("detail=overview", "detail=detail"));
    for (const area of shapes.areas) this.drawArea(area, polygonsToPlaces(area.rings, shapes.grid));
  }

  /** One line under the map says what the pointer or the keyboard stands on. */
  tell(id) {
    this.block.querySelector("[data-map-say]").textContent = this.spoken(id);
  }

  open(id) {
    const area = this.areas.get(id);
    L.popup({ closeButton: false, autoPanPadding: [12, 12] }).setLatLng(area.at).setContent(areaPopup(this, id)).openOn(this.map);
  }

  note(shapes) {
    const cells = shapes.areas.filter((area) => area.kind === "cell").length;
    const lines = [];
    if (cells === shapes.areas.length) lines.push(this.say.mapSketch);
    else if (cells) lines.push(this.say.mapPartly);
    if (shapes.sources.length) lines.push(`${this.say.mapSource} ${shapes.sources.join("; ")}.`);
    if (shapes.missing.length) lines.push(`${this.say.mapMissing} ${shapes.missing.join(", ")}.`);
    this.block.querySelector("[data-map-notes]").textContent = lines.join(" ");
  }
}

function begin(root) {
  for (const block of root.querySelectorAll("[data-map]:not([data-map-begun])")) {
    block.dataset.mapBegun = "true";
    const map = new AreaMap(block);
    map.start().catch((error) => {
      map.giveUp(block.dataset.mapFailed);
      console.warn(error);
    });
  }
}

begin(document);
document.body.addEventListener("htmx:load", (event) => begin(event.target));
