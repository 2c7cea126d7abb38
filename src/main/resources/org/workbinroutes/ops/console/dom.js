// Builds the page. Texts become text nodes and nothing else, so that whatever comes from outside
// stays text.

/** An element: el("p", {class: "x", onclick: f, "aria-label": "y"}, "text", child, ...). */
export function el(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** The same for SVG. */
export function svg(name, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined)
    .map(child => child instanceof Node ? child : document.createTextNode(String(child))));
  return element;
}

/** Sets a text only if it is another, so that nothing is announced or laid out twice. */
export function text(element, value) {
  const now = String(value);
  if (element.textContent !== now) {
    element.textContent = now;
  }
}

/**
 * Has a container hold one element for each item, and keeps the elements that are there: what has
 * the focus keeps it while the figures change.
 */
export function keyed(container, items, key, create, update) {
  const old = new Map([...container.children].map(child => [child.dataset.key, child]));
  let place = container.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    let element = old.get(id);
    if (element) {
      old.delete(id);
    } else {
      element = create(item);
      element.dataset.key = id;
    }
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      container.insertBefore(element, place);
    }
    update(element, item);
  }
  old.forEach(element => element.remove());
}

/** A table whose cells know their column, for narrow screens. */
export function table(caption, columns, ...classes) {
  const body = el("tbody");
  return {
    element: el("div", {class: "scroll"},
      el("table", {class: classes.join(" ")},
        el("caption", {class: "hidden"}, caption),
        el("thead", {}, el("tr", {}, columns.map(column =>
          el("th", {scope: "col", class: column.number ? "number" : undefined}, column.name)))),
        body)),
    body,
    row: cells => el("tr", {}, cells.map((cell, i) => {
      const one = el(i === 0 ? "th" : "td",
        {scope: i === 0 ? "row" : undefined, class: columns[i].number ? "number" : undefined},
        cell);
      one.dataset.label = columns[i].name;
      return one;
    })),
  };
}

/** A word for a state, with its colour. */
export function badge(state) {
  const element = el("span", {class: "badge"}, state);
  element.dataset.state = state;
  return element;
}

/** Changes the word. */
export function setBadge(element, state) {
  text(element, state);
  element.dataset.state = state;
}
