// Points by choice: each layer is fetched when it is asked for, and gathered to a circle with a number where many lie close.
import { fetchJson } from "./shapes.js";

const CLOSE = 42; // pixels

function gather(map, points) {
  const zoom = map.getZoom();
  const groups = new Map();
  for (const point of points) {
    const place = map.project([point.at[1], point.at[0]], zoom);
    const key = `${Math.floor(place.x / CLOSE)}:${Math.floor(place.y / CLOSE)}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()];
}

const middle = (group) => [
  group.reduce((sum, point) => sum + point.at[1], 0) / group.length,
  group.reduce((sum, point) => sum + point.at[0], 0) / group.length,
];

function pointContent(group) {
  const list = document.createElement("ul");
  list.className = "map-points";
  for (const point of group.slice(0, 12)) {
    const line = list.appendChild(document.createElement("li"));
    line.append(Object.assign(document.createElement(point.url ? "a" : "b"), { textContent: point.name, ...(point.url ? { href: point.url } : {}) }));
    if (point.note) line.append(Object.assign(document.createElement("span"), { className: "muted", textContent: ` ${point.note}` }));
  }
  return list;
}

function marker(areaMap, group, sign) {
  const html = document.createElement("span");
  html.textContent = group.length > 1 ? String(group.length) : sign;
  const size = group.length > 1 ? 30 : 24;
  const icon = L.divIcon({ html, className: `map-point${group.length > 1 ? " many" : ""}`, iconSize: [size, size] });
  const title = group.length > 1 ? `${group.length} · ${group[0].name}, …` : `${group[0].name} ${group[0].note ?? ""}`;
  const drawn = L.marker(middle(group), { icon, title, alt: title, keyboard: true });
  return drawn.on("click keypress", (event) => {
    if (event.originalEvent.key && event.originalEvent.key !== "Enter") return;
    L.popup({ closeButton: false }).setLatLng(drawn.getLatLng()).setContent(pointContent(group)).openOn(areaMap.map);
  });
}

function show(areaMap, layer) {
  layer.group?.remove();
  layer.group = null;
  if (!layer.box.checked || !layer.points) return;
  layer.group = L.layerGroup(gather(areaMap.map, layer.points).map((group) => marker(areaMap, group, layer.box.dataset.sign))).addTo(areaMap.map);
}

async function ask(areaMap, layer) {
  if (layer.box.checked && !layer.points) {
    const found = await fetchJson(layer.box.dataset.mapPoints);
    layer.points = found.points;
    layer.box.closest("label").querySelector("[data-count]").textContent = found.more ? `${found.points.length}+` : found.points.length;
  }
  show(areaMap, layer);
}

export function offerPoints(areaMap) {
  const layers = [...areaMap.block.querySelectorAll("[data-map-points]")].map((box) => ({ box, points: null, group: null }));
  for (const layer of layers) {
    layer.box.addEventListener("change", () => ask(areaMap, layer));
    if (layer.box.checked) ask(areaMap, layer);
  }
  areaMap.map.on("zoomend", () => layers.forEach((layer) => show(areaMap, layer)));
}
