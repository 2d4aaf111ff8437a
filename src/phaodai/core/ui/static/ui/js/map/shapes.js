// The delivered shapes: whole numbers on a grid, each ring as a first place and the ways from there. Back to latitude, longitude.
export const ringToPlaces = (ring, grid) => {
  const places = [];
  let x = 0, y = 0;
  for (let index = 0; index < ring.length; index += 2) {
    x += ring[index];
    y += ring[index + 1];
    places.push([grid.y0 + y * grid.step, grid.x0 + x * grid.step]);
  }
  return places;
};

export const polygonsToPlaces = (polygons, grid) =>
  polygons.map((rings) => rings.map((ring) => ringToPlaces(ring, grid)));

export async function fetchJson(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}
