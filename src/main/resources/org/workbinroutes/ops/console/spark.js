// Small lines that show how a figure went.

import {svg} from "./dom.js";

const WIDTH = 120;
const HEIGHT = 32;
const POINTS = 60;

/** A line that is drawn anew with each call of draw(values). */
export function sparkline(label) {
  const area = svg("path", {class: "area"});
  const line = svg("path", {class: "line"});
  const end = svg("circle", {class: "end", r: 2.5, cx: -9, cy: -9});
  const element = svg("svg",
    {class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none",
      role: "img", "aria-label": label},
    area, line, end);
  return {
    element,
    draw(values) {
      const shown = values.slice(-POINTS).map(value => value ?? 0);
      if (shown.length < 2) {
        return;
      }
      const most = Math.max(...shown, 1e-9);
      const step = WIDTH / (POINTS - 1);
      const left = WIDTH - step * (shown.length - 1);
      const points = shown.map((value, i) =>
        [left + i * step, HEIGHT - 3 - value / most * (HEIGHT - 8)]);
      const path = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
      line.setAttribute("d", path);
      area.setAttribute("d", `${path}L${WIDTH} ${HEIGHT}L${left.toFixed(1)} ${HEIGHT}Z`);
      const [x, y] = points.at(-1);
      end.setAttribute("cx", (x - 2.5).toFixed(1));
      end.setAttribute("cy", y.toFixed(1));
    },
  };
}

/** A bar of parts, each as wide as its share. */
export function shares(label) {
  const element = svg("svg", {class: "shares", viewBox: "0 0 1000 10", preserveAspectRatio: "none",
    role: "img", "aria-label": label});
  return {
    element,
    draw(parts) {
      const sum = parts.reduce((total, part) => total + part.value, 0);
      let x = 0;
      element.replaceChildren(...parts.filter(part => part.value > 0).map(part => {
        // the fewest must be seen too
        const width = Math.max(part.value / sum * 1000, 6);
        const rect = svg("rect", {x: x.toFixed(1), y: 0, width: width.toFixed(1), height: 10});
        rect.dataset.state = part.state;
        x += width;
        return rect;
      }));
      element.setAttribute("viewBox", `0 0 ${Math.max(x, 1).toFixed(1)} 10`);
    },
  };
}
