// What stands on an opened area, and how a map fits a sheet of paper.
export function areaPopup(areaMap, id) {
  const { name } = areaMap.areas.get(id);
  const { text, url } = areaMap.entry(id);
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("b"), { textContent: name }));
  box.append(Object.assign(document.createElement("p"), { textContent: text || areaMap.say.mapUnknown }));
  if (url) box.append(Object.assign(document.createElement("a"), { href: url, textContent: areaMap.say.mapOpen }));
  return box;
}

/** On paper the canvas has the width of the sheet; afterwards the screen is as it was. */
export function whenPrinting(areaMap) {
  const refit = (printing) => {
    areaMap.block.classList.toggle("on-paper", printing);
    areaMap.map.invalidateSize({ animate: false, pan: false });
    areaMap.map.fitBounds(areaMap.home, { padding: [6, 6], animate: false });
  };
  window.addEventListener("beforeprint", () => refit(true));
  window.addEventListener("afterprint", () => refit(false));
}
