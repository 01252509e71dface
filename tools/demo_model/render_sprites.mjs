// Renders the demo models' objects to transparent sprites, SIZE pixels on the longer side.
//   npm install --no-save @iconify-json/fluent-emoji-flat@1 @resvg/resvg-js@2 && node render_sprites.mjs sprites
// The icons are Microsoft's Fluent Emoji (MIT); the geometric shapes are drawn here.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_ROOT ? `${process.env.NODE_ROOT}/` : import.meta.url);
const { Resvg } = require("@resvg/resvg-js");
const icons = require("@iconify-json/fluent-emoji-flat/icons.json").icons;

const SIZE = 192;
const ICON_OF = {
  cat: "cat-face", dog: "dog-face", fish: "fish", bird: "bird", rabbit: "rabbit-face", tree: "deciduous-tree",
  flower: "cherry-blossom", mushroom: "mushroom", apple: "red-apple", banana: "banana", cake: "birthday-cake",
  house: "house", car: "automobile", rocket: "rocket", boat: "sailboat", umbrella: "umbrella", balloon: "balloon",
  crown: "crown", hat: "top-hat", cup: "hot-beverage", book: "closed-book", ghost: "ghost", robot: "robot",
};
const polygon = (points) => `<polygon points="${points}" fill="#808080"/>`;
const star = [...Array(10).keys()]
  .map((i) => {
    const [radius, angle] = [i % 2 ? 6.6 : 16, (Math.PI * i) / 5 - Math.PI / 2];
    return `${16 + radius * Math.cos(angle)},${16 + radius * Math.sin(angle)}`;
  })
  .join(" ");
const SHAPES = {
  circle: '<circle cx="16" cy="16" r="15" fill="#808080"/>',
  square: '<rect x="2" y="2" width="28" height="28" rx="2" fill="#808080"/>',
  triangle: polygon("16,2 31,29 1,29"),
  star: polygon(star),
  heart: '<path d="M16 29C6 21 2 16 2 10.5A7.5 7.5 0 0 1 16 7.6A7.5 7.5 0 0 1 30 10.5C30 16 26 21 16 29Z" fill="#808080"/>',
};

const folder = process.argv[2] ?? "sprites";
mkdirSync(folder, { recursive: true });
const bodies = { ...SHAPES, ...Object.fromEntries(Object.entries(ICON_OF).map(([name, icon]) => [name, icons[icon].body])) };
for (const [name, body] of Object.entries(bodies)) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 32 32">${body}</svg>`;
  const box = new Resvg(svg).getBBox();
  const cropped = svg.replace("0 0 32 32", `${box.x} ${box.y} ${box.width} ${box.height}`);
  const mode = box.width >= box.height ? "width" : "height";
  const picture = new Resvg(cropped, { fitTo: { mode, value: SIZE } }).render();
  writeFileSync(`${folder}/${name}.png`, picture.asPng());
}
