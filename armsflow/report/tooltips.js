// Shows what a mark of a chart says, at the pointer or, with the arrow keys, one after another.
// The page is whole without it.
(() => {
  const svg = "http://www.w3.org/2000/svg";
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  let shown = null;

  const hide = () => {
    tip.hidden = true;
    if (shown) shown.classList.remove("at");
    shown = null;
  };
  const show = (mark) => {
    if (!mark) return hide();
    if (mark !== shown) hide();
    shown = mark;
    mark.classList.add("at");
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const above = box.top - tip.offsetHeight - 6;
    const middle = box.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.top = (above < 4 ? Math.min(box.bottom + 6, innerHeight - tip.offsetHeight - 4) : above) + "px";
    tip.style.left = Math.max(4, Math.min(middle, document.documentElement.clientWidth - tip.offsetWidth - 4)) + "px";
  };
  // a place is x, y, width and height, or the id of a group with a mark for each of so many words
  const prepare = (picture, words) => {
    const canvas = picture.querySelector("svg");
    const layer = document.createElementNS(svg, "g");
    let next = 0;
    for (const place of JSON.parse(picture.dataset.places)) {
      if (typeof place[0] === "string") {
        const group = document.getElementById(place[0]);
        // one path alone is defined first and used then
        const used = group.querySelectorAll("use");
        const marks = used.length ? used : group.querySelectorAll("path");
        for (let i = 0; i < place[1]; i += 1, next += 1) {
          if (!words[next] || marks.length !== place[1]) continue;
          const copy = marks[i].cloneNode();
          copy.removeAttribute("style");
          copy.dataset.tip = words[next];
          layer.prepend(copy);
        }
      } else {
        const box = document.createElementNS(svg, "rect");
        ["x", "y", "width", "height"].forEach((name, i) => box.setAttribute(name, place[i]));
        box.dataset.tip = words[next];
        next += 1;
        layer.append(box);
      }
    }
    canvas.append(layer);
  };

  for (const chart of document.querySelectorAll(".chart[data-tips]")) {
    const words = JSON.parse(chart.dataset.tips);
    if (!words.length) continue;
    for (const picture of chart.children) prepare(picture, words);
    chart.tabIndex = 0;
    const at = (event) => show(event.target.closest("[data-tip]"));
    chart.addEventListener("pointermove", at);
    chart.addEventListener("pointerdown", at);
    chart.addEventListener("pointerleave", hide);
    chart.addEventListener("blur", hide);
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") hide();
      if (!step) return;
      event.preventDefault();
      const marks = [...chart.querySelectorAll("[data-tip]")].filter((mark) => mark.getClientRects().length);
      const from = marks.indexOf(shown);
      show(marks[from < 0 && step < 0 ? marks.length - 1 : (from + step + marks.length) % marks.length]);
    });
  }
  addEventListener("scroll", hide, { passive: true });
  document.body.append(tip);
})();
