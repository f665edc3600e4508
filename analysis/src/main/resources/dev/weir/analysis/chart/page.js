"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const LEFT = 74, RIGHT = 12, TOP = 10, BOTTOM = 24, HEIGHT = 230;
  const root = document.documentElement;

  // ---- light and dark: as the system says, until somebody chooses

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = document.getElementById("theme");
  let chosen = null;
  const paint = () => {
    const now = chosen ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = now;
    theme.textContent = now === "dark" ? "Light" : "Dark";
  };
  theme.onclick = () => { chosen = root.dataset.theme === "dark" ? "light" : "dark"; paint(); };
  dark.addEventListener("change", paint);
  paint();

  // ---- numbers

  const three = x => {
    const text = x.toPrecision(3);
    return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : String(Number(text));
  };
  const scaled = (value, units) => {
    let unit = 0;
    while (unit < units.length - 1 && Math.abs(value) >= 999.5) { value /= 1000; unit++; }
    return three(value) + "\u00a0" + units[unit];
  };
  const UNITS = {
    BYTES: ["B", "kB", "MB", "GB", "TB"], NANOS: ["ns", "µs", "ms", "s"],
    BITS_PER_SECOND: ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"], PACKETS: ["", "k", "M"]
  };
  const write = (value, unit) => value === 0 ? "0" : scaled(value, UNITS[unit]).trim();
  /** Seconds with as many decimals as the span needs. */
  const clock = (nanos, span) => {
    const decimals = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.max(span, 1000) / 1e9))));
    return (nanos / 1e9).toFixed(decimals) + " s";
  };
  const ticks = (low, high, count) => {
    const raw = (high - low) / count || 1;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map(x => x * power).find(x => x >= raw * 0.999);
    const all = [];
    for (let at = Math.ceil(low / step - 1e-9) * step; at <= high * (1 + 1e-9); at += step) all.push(at);
    return all;
  };

  // ---- drawing

  const make = (name, attributes = {}, parent = null) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (parent) parent.append(element);
    return element;
  };
  // from 9 on a colour has a meaning of its own
  const colour = curve => curve.hue >= 9 ? `var(--h${curve.hue})`
      : curve.style === "CROSS" ? "var(--bad)" : `var(--h${curve.hue % 8})`;
  const isPoints = curve => curve.style === "DOT" || curve.style === "CROSS" || curve.style === "BAR";
  /** The last point that is not after a time; -1 if all are. */
  const indexAt = (at, time) => {
    let low = 0, high = at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  const path = (curve, x, y, from, until) => {
    const { at, value } = curve;
    let d = "";
    if (isPoints(curve)) {
      for (let i = 0; i < at.length; i++) {
        if (at[i] < from || at[i] > until) continue;
        const px = x(at[i]).toFixed(1), py = y(value[i]).toFixed(1);
        d += curve.style === "BAR" ? `M${px} ${py}V${(y(curve.end[i]) - .6).toFixed(1)}`
            : curve.style === "DOT" ? `M${px} ${py}h0` : `M${px - 3.5} ${py - 3.5}l7 7m0 -7l-7 7`;
      }
      return d;
    }
    let i = Math.max(0, indexAt(at, from));
    const begin = Math.max(from, at[i]);
    if (begin > until) return "";
    let previous = y(value[i]).toFixed(1);
    d = `M${x(begin).toFixed(1)} ${previous}`;
    for (i++; i < at.length && at[i] <= until; i++) {
      const px = x(at[i]).toFixed(1), py = y(value[i]).toFixed(1);
      d += curve.style === "LINE" ? `L${px} ${py}` : py === previous ? "" : `H${px}V${py}`;
      previous = py;
    }
    if (curve.style !== "LINE") d += `H${x(Math.min(until, data.span)).toFixed(1)}`;
    if (curve.style === "AREA") d += `V${y(0)}H${x(begin).toFixed(1)}Z`;
    return d;
  };
  const dress = (curve, width = 1.6) => {
    const pen = { fill: "none", stroke: colour(curve), "stroke-width": width, "stroke-linejoin": "round" };
    if (curve.style === "LIMIT") Object.assign(pen, { "stroke-dasharray": "5 4", "stroke-width": 1.2 });
    if (curve.style === "BAR") Object.assign(pen, { "stroke-width": 2.2 });
    if (curve.style === "DOT") Object.assign(pen, { "stroke-width": 4, "stroke-linecap": "round" });
    if (curve.style === "AREA") Object.assign(pen, { fill: colour(curve), "fill-opacity": .22, "stroke-width": 1.2 });
    return pen;
  };

  let from = 0, until = data.span;
  let cursor = null;
  const views = [];

  class View {
    constructor(chart, host) {
      this.chart = chart;
      this.hidden = new Set();
      this.box = host.querySelector(".chart");
      this.svg = make("svg", { height: HEIGHT, role: "img", "aria-label": chart.title }, this.box);
      this.tip = document.createElement("div");
      this.tip.className = "tip";
      this.tip.hidden = true;
      this.box.append(this.tip);
      this.legend(host.querySelector(".legend"));
      this.listen();
    }

    legend(host) {
      for (const curve of this.chart.curves) {
        const button = document.createElement("button");
        button.setAttribute("aria-pressed", "true");
        const sample = make("svg", { viewBox: "0 0 20 10" }, button);
        make("path", { ...dress(curve, 2), d: curve.style === "CROSS" ? "M6 1l8 8m0 -8l-8 8"
            : curve.style === "DOT" ? "M10 5h0" : curve.style === "BAR" ? "M10 0V10" : curve.style === "AREA" ? "M1 9V3H19V9Z" : "M1 5H19" }, sample);
        button.append(curve.name);
        button.onclick = () => {
          const hide = !this.hidden.has(curve);
          if (hide) this.hidden.add(curve); else this.hidden.delete(curve);
          button.setAttribute("aria-pressed", String(!hide));
          this.draw();
        };
        host.append(button);
      }
    }

    timeOf(event) {
      const box = this.svg.getBoundingClientRect();
      const share = (event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT);
      return from + Math.min(1, Math.max(0, share)) * (until - from);
    }

    listen() {
      let pressed = null;
      this.svg.addEventListener("pointermove", event => {
        cursor = { at: this.timeOf(event), view: this, pressed };
        for (const view of views) view.point();
      });
      this.svg.addEventListener("pointerleave", () => {
        if (pressed !== null) return;
        cursor = null;
        for (const view of views) view.point();
      });
      this.svg.addEventListener("pointerdown", event => {
        pressed = this.timeOf(event);
        this.svg.setPointerCapture(event.pointerId);
      });
      this.svg.addEventListener("pointerup", event => {
        const released = this.timeOf(event);
        const start = pressed;
        pressed = null;
        cursor = null;
        if (start === null || Math.abs(released - start) < (until - from) / 100) return;
        zoom(Math.min(start, released), Math.max(start, released));
      });
      this.svg.addEventListener("dblclick", () => zoom(0, data.span));
    }

    shown() {
      return this.chart.curves.filter(curve => !this.hidden.has(curve));
    }

    range() {
      let low = Infinity, high = 0;
      for (const curve of this.shown()) {
        const first = Math.max(0, indexAt(curve.at, from));
        for (let i = first; i < curve.at.length && curve.at[i] <= until; i++) {
          // a limit that is far above everything else would flatten it
          if (curve.style === "LIMIT") continue;
          high = Math.max(high, curve.end ? curve.end[i] : curve.value[i]);
          low = Math.min(low, curve.value[i]);
        }
      }
      const zoomed = from > 0 || until < data.span;
      if (!zoomed || low === Infinity || this.chart.curves.some(curve => curve.style === "AREA")) low = 0;
      if (high <= low) high = low + 1;
      return [low === 0 ? 0 : low - (high - low) * .04, high + (high - low) * .06];
    }

    draw() {
      const width = Math.max(260, this.box.clientWidth);
      const [low, high] = this.range();
      this.x = time => LEFT + (time - from) / (until - from) * (width - LEFT - RIGHT);
      this.y = value => HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
      this.svg.replaceChildren();
      this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
      const id = "clip" + views.indexOf(this);
      const clip = make("clipPath", { id }, this.svg);
      make("rect", { x: LEFT, y: TOP - 4, width: width - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM + 5 }, clip);
      for (const tick of ticks(low, high, 4)) {
        const y = this.y(tick);
        make("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }, this.svg);
        make("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, this.svg).textContent = write(tick, this.chart.unit);
      }
      const span = until - from;
      for (const tick of ticks(from / 1e9, until / 1e9, Math.max(3, Math.round(width / 130)))) {
        const x = this.x(tick * 1e9);
        make("line", { class: "grid", x1: x, x2: x, y1: TOP, y2: HEIGHT - BOTTOM }, this.svg);
        const anchor = x > width - 40 ? "end" : x < LEFT + 12 ? "start" : "middle";
        make("text", { x, y: HEIGHT - 6, "text-anchor": anchor }, this.svg).textContent =
            span < 1e6 ? three(tick * 1e6) + " µs" : span < 1e9 ? three(tick * 1e3) + " ms" : three(tick) + " s";
      }
      make("line", { class: "axis", x1: LEFT, x2: width - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }, this.svg);
      const ink = make("g", { "clip-path": `url(#${id})` }, this.svg);
      for (const curve of this.shown()) {
        make("path", { ...dress(curve), d: path(curve, this.x, this.y, from, until) }, ink);
      }
      if (marked !== null && marked >= from && marked <= until) {
        make("line", { class: "mark", x1: this.x(marked), x2: this.x(marked), y1: TOP, y2: HEIGHT - BOTTOM }, this.svg);
      }
      this.band = make("rect", { class: "band", y: TOP, height: HEIGHT - TOP - BOTTOM, width: 0 }, this.svg);
      this.line = make("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM, visibility: "hidden" }, this.svg);
      // something to point at where nothing is drawn
      make("rect", { x: LEFT, y: 0, width: width - LEFT - RIGHT, height: HEIGHT, fill: "transparent" }, this.svg);
      this.point();
    }

    /** Moves the cursor; every chart shows the same moment. */
    point() {
      const here = cursor !== null;
      this.tip.hidden = !here;
      this.line.setAttribute("visibility", here ? "visible" : "hidden");
      const banded = here && cursor.view === this && cursor.pressed !== null;
      this.band.setAttribute("width", banded ? Math.abs(this.x(cursor.at) - this.x(cursor.pressed)) : 0);
      if (!here) return;
      if (banded) this.band.setAttribute("x", Math.min(this.x(cursor.at), this.x(cursor.pressed)));
      const x = this.x(cursor.at);
      this.line.setAttribute("x1", x);
      this.line.setAttribute("x2", x);
      this.tip.replaceChildren();
      const head = document.createElement("b");
      head.textContent = clock(cursor.at, until - from);
      this.tip.append(head);
      for (const curve of this.shown()) {
        const text = this.reading(curve, x);
        if (text === null) continue;
        const row = document.createElement("div");
        const swatch = document.createElement("i");
        swatch.style.background = colour(curve);
        row.append(swatch, curve.name + ": ");
        const value = document.createElement("b");
        value.textContent = text;
        row.append(value);
        this.tip.append(row);
      }
      const right = x > this.box.clientWidth * .6;
      this.tip.style.left = right ? "" : x + 12 + "px";
      this.tip.style.right = right ? this.box.clientWidth - x + 12 + "px" : "";
      this.tip.style.top = TOP + "px";
    }

    reading(curve, x) {
      const index = indexAt(curve.at, cursor.at);
      if (!isPoints(curve)) return index < 0 ? null : write(curve.value[index], this.chart.unit);
      let best = null, distance = 6;
      for (const i of [index, index + 1]) {
        if (i < 0 || i >= curve.at.length) continue;
        const d = Math.abs(this.x(curve.at[i]) - x);
        if (d < distance) { distance = d; best = i; }
      }
      if (best === null) return null;
      return curve.text && curve.text[best] ? curve.text[best] : write(curve.value[best], this.chart.unit);
    }
  }

  const zoom = (begin, end) => {
    from = begin;
    until = end;
    document.getElementById("all").hidden = from === 0 && until === data.span;
    for (const view of views) view.draw();
  };

  // a packet that proves something: all charts go to its time, the page to its line
  let marked = null;
  for (const link of document.querySelectorAll(".jump")) {
    link.addEventListener("click", () => {
      const at = Number(link.dataset.at);
      const half = Math.max(data.span / 50, 1e6);
      marked = at;
      zoom(Math.max(0, at - half), Math.min(data.span, at + half));
    });
  }

  const hosts = document.querySelectorAll("section.plot");
  data.charts.forEach((chart, index) => views.push(new View(chart, hosts[index])));
  document.getElementById("all").onclick = () => zoom(0, data.span);
  for (const view of views) view.draw();
  new ResizeObserver(() => { for (const view of views) view.draw(); }).observe(document.querySelector("main"));
})();
