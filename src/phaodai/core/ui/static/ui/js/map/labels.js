// Names and figures on the areas. The weightier come first; a label that would cover another is left out and stays in the tooltip,
// the popup and the table.
import { RISKS } from "./classes.js";

const GAP = 2;
const WEIGHT = ["c5", "c4", "c3", "c2", "c1", "unknown", "c0"];

function element(areaMap, id) {
  const { name } = areaMap.areas.get(id);
  const { shape, figure } = areaMap.labelOf(id);
  const box = document.createElement("div");
  box.className = `map-words ${areaMap.nameOfClass(id)}`;
  box.style.maxWidth = `${Math.min(Math.max(width(areaMap.areas.get(id)), 46), 110)}px`;
  if (shape) box.append(shape);
  box.append(Object.assign(document.createElement("span"), { textContent: shortName(name) }));
  if (figure) box.append(Object.assign(document.createElement("b"), { textContent: figure }));
  return box;
}

export const shortName = (name) => name.replace(/^(Phường|Quận|Huyện|Thị xã|Thị trấn|Thành phố|Xã|Tỉnh) /, "");

function weight(areaMap, id) {
  const name = areaMap.nameOfClass(id);
  const order = areaMap.isRisk ? [...RISKS, "unknown"] : WEIGHT;
  return order.indexOf(name);
}

const width = ({ layer }) => layer.getElement()?.getBBox().width ?? 0;

function size({ layer }) {
  const box = layer.getElement()?.getBBox();
  return box ? box.width * box.height : 0;
}

const meet = (one, other) =>
  one.left < other.right + GAP && other.left < one.right + GAP && one.top < other.bottom + GAP && other.top < one.bottom + GAP;

/** Lay all labels out anew for the zoom in force. */
export function placeLabels(areaMap) {
  areaMap.labels?.remove();
  areaMap.labels = L.layerGroup().addTo(areaMap.map);
  const order = [...areaMap.areas.keys()].sort(
    (a, b) => weight(areaMap, a) - weight(areaMap, b) || size(areaMap.areas.get(b)) - size(areaMap.areas.get(a)),
  );
  const taken = [];
  const view = areaMap.canvas.getBoundingClientRect();
  for (const id of order) {
    const html = element(areaMap, id);
    const icon = L.divIcon({ html, className: "map-label", iconSize: [0, 0] });
    const marker = L.marker(areaMap.areas.get(id).at, { icon, interactive: false, keyboard: false }).addTo(areaMap.labels);
    const box = html.getBoundingClientRect();
    const inside = box.left >= view.left - 1 && box.right <= view.right + 1;
    if (!inside || taken.some((other) => meet(box, other))) marker.remove();
    else taken.push(box);
  }
}
