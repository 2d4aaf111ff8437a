// By keyboard: the areas are one stop of the tab key, arrows go to the next area that way, Enter opens it.
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function nearest(areaMap, id, [dx, dy]) {
  const from = areaMap.map.latLngToLayerPoint(areaMap.areas.get(id).at);
  let best = null;
  for (const [other, area] of areaMap.areas) {
    const to = areaMap.map.latLngToLayerPoint(area.at).subtract(from);
    const along = to.x * dx + to.y * dy;
    const aside = Math.abs(to.x * dy) + Math.abs(to.y * dx);
    if (other === id || along <= 0 || aside > along * 2) continue;
    const cost = along + 2 * aside;
    if (!best || cost < best.cost) best = { id: other, cost };
  }
  return best?.id;
}

function focusOn(areaMap, id) {
  for (const { layer } of areaMap.areas.values()) layer.getElement().setAttribute("tabindex", "-1");
  const path = areaMap.areas.get(id).layer.getElement();
  path.setAttribute("tabindex", "0");
  path.focus();
}

function onKey(areaMap, id, event) {
  if (event.key === "Enter") {
    areaMap.open(id);
    areaMap.canvas.querySelector(".leaflet-popup a[href]")?.focus();
  } else if (event.key === "Escape") areaMap.map.closePopup();
  else if (WAYS[event.key]) {
    const next = nearest(areaMap, id, WAYS[event.key]);
    if (next) focusOn(areaMap, next);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function walkAreas(areaMap) {
  let first = true;
  for (const [id, { layer }] of areaMap.areas) {
    const path = layer.getElement();
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", first ? "0" : "-1");
    path.addEventListener("keydown", (event) => onKey(areaMap, id, event));
    path.addEventListener("focus", () => areaMap.tell(id));
    path.addEventListener("mouseenter", () => areaMap.tell(id));
    first = false;
  }
}
