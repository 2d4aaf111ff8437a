// What a value looks like. Risk levels keep their four colours and shapes; amounts get up to five classes, each with a tint and a
// pattern of its own. Unknown is hatched and never zero.
const SVG = "http://www.w3.org/2000/svg";
export const RISKS = ["red", "orange", "yellow", "green"];
const MOST = 5;

export function svg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Upper ends of the classes above zero: as many areas in each as whole numbers allow, the same for every day shown. */
export function breaksOf(values) {
  const known = values.filter((value) => value !== null && value > 0).sort((a, b) => a - b);
  if (!known.length) return [];
  const whole = known.every(Number.isInteger);
  const ends = [];
  for (let step = 1; step <= MOST; step += 1) {
    const end = known[Math.min(known.length - 1, Math.ceil((known.length * step) / MOST) - 1)];
    const round = whole ? end : Math.ceil(end * 10) / 10;
    if (round > (ends.at(-1) ?? 0)) ends.push(round);
  }
  return ends;
}

export function classOf(value, ends) {
  if (value === null || value === undefined || Number.isNaN(value)) return "unknown";
  if (value <= 0) return "c0";
  const place = ends.findIndex((end) => value <= end);
  return `c${rank(place < 0 ? ends.length - 1 : place, ends.length)}`;
}

// Few classes spread over all five tints, so that the highest is always the darkest.
const rank = (place, count) => (count < 2 ? 3 : 1 + Math.round((place * (MOST - 1)) / (count - 1)));

export const fillOf = (name) => `url(#map-${name})`;
export const isPattern = (name) => name === "unknown" || /^c\d$/.test(name);

const PATTERNS = {
  unknown: ["M-2 2l4 -4M0 8l8 -8M6 10l4 -4"],
  c0: [],
  c1: [],
  c2: ["M2 2h1v1h-1zM6 6h1v1h-1z"],
  c3: ["M0 4h8"],
  c4: ["M0 0l8 8M-2 6l4 4M6 -2l4 4"],
  c5: [],
};

/** The patterns, once a page. They take their colours from the stylesheet, so high contrast changes them too. */
export function layPatterns() {
  if (document.getElementById("map-unknown")) return;
  const holder = svg("svg", { class: "map-patterns", "aria-hidden": "true", focusable: "false", width: 0, height: 0 });
  const defs = holder.appendChild(svg("defs"));
  for (const [name, strokes] of Object.entries(PATTERNS)) {
    const pattern = svg("pattern", { id: `map-${name}`, width: 8, height: 8, patternUnits: "userSpaceOnUse", class: `pattern ${name}` });
    pattern.append(svg("rect", { width: 8, height: 8 }), ...strokes.map((d) => svg("path", { d })));
    defs.append(pattern);
  }
  document.body.append(holder);
}

const SHAPES = {
  green: () => [svg("circle", { class: "shape-green", cx: 6, cy: 6, r: 4.5 })],
  yellow: () => [svg("path", { class: "shape-yellow", d: "M6 .8 11.2 6 6 11.2 .8 6z" })],
  orange: () => [svg("path", { class: "shape-orange", d: "M6 1 11.4 10.6H.6z" })],
  red: () => [
    svg("path", { class: "shape-red", d: "M3.7.6h4.6l3.1 3.1v4.6l-3.1 3.1H3.7L.6 8.3V3.7z" }),
    svg("path", { class: "shape-red-bar", d: "M3 5h6v2H3z" }),
  ],
};

export function shapeOf(level) {
  if (!SHAPES[level]) return null;
  const picture = svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" });
  picture.append(...SHAPES[level]());
  return picture;
}

export function swatch(name) {
  const picture = svg("svg", { class: `map-swatch ${name}`, viewBox: "0 0 22 14", width: 22, height: 14, "aria-hidden": "true" });
  picture.append(svg("rect", { width: 22, height: 14, ...(isPattern(name) ? { fill: fillOf(name) } : {}) }));
  return picture;
}
