// What a page does beyond its links and forms: the theme, keys, the statement that is shown, files dropped, progress.
"use strict";
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const root = document.documentElement;
  const typing = (target) => target.matches("input, select, textarea, [contenteditable]") && !target.matches("[type=radio], [type=checkbox]");

  // Theme: the system's until the button is used, then a cookie, so that the server draws it at once.
  const button = $("#theme");
  if (button) {
    const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const name = () => { button.textContent = dark() ? button.dataset.light : button.dataset.dark; };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      document.cookie = `dixit_theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Strict`;
      name();
    });
  }

  // The statement or event that is shown: marks in the text and its card.
  const text = $(".text"), now = $("#now");
  const cards = $$(".card");
  let shown = null;
  const marksOf = (id) => $$(".m[data-s]", text).filter((mark) => mark.dataset.s.split(" ").includes(id));
  const show = (id, { scroll = true, pane = true } = {}) => {
    $$(".on").forEach((one) => one.classList.remove("on"));
    shown = id;
    if (now) now.hidden = true;
    if (id === null || !text) return;
    const card = document.getElementById(id), marks = marksOf(id);
    const tint = card ? ["dire", "demander", "promettre", "louer", "blamer", "refuser"].find((family) => card.classList.contains(family)) : null;
    marks.forEach((mark) => { mark.classList.add("on"); if (tint && !mark.classList.contains("content")) mark.dataset.tint = tint; });
    if (card) {
      card.classList.add("on");
      const column = card.closest(".cards");
      if (scroll && column && column.scrollHeight > column.clientHeight + 4) column.scrollTop = card.offsetTop - column.offsetTop - column.clientHeight / 3;
      if (now && pane) {
        const copy = card.cloneNode(true);
        copy.removeAttribute("id");
        now.replaceChildren(copy);
        now.hidden = false;
      }
    }
    const first = document.getElementById(`t-${id}`) || marks[0];
    if (scroll && first) first.scrollIntoView({ block: "center" });
  };
  const innermost = (mark) => mark.dataset.s.split(" ").map((id) => document.getElementById(id)).filter(Boolean)
    .sort((a, b) => depth(b) - depth(a))[0];
  const depth = (card) => Number((card.className.match(/depth(\d)/) || [0, 0])[1]) + (card.classList.contains("event") ? .5 : 0);
  if (text && cards.length) {
    let held = false; // whether the statement was chosen, so that pointing elsewhere does not let go of it
    text.addEventListener("mouseover", (event) => {
      const mark = event.target.closest(".m[data-s]");
      if (mark && !held) { const card = innermost(mark); if (card) show(card.id, { scroll: false, pane: false }); }
    });
    text.addEventListener("mouseleave", () => { if (!held) show(null); });
    text.addEventListener("click", (event) => {
      if (getSelection().toString()) return;
      const mark = event.target.closest(".m[data-s]"), ref = event.target.closest(".ref");
      const card = ref ? document.getElementById(ref.hash.slice(1)) : mark && innermost(mark);
      held = Boolean(card);
      if (ref) event.preventDefault();
      show(card ? card.id : null, { scroll: false });
      if (card) { const column = card.closest(".cards"); if (column.scrollHeight > column.clientHeight + 4) column.scrollTop = card.offsetTop - column.offsetTop - 40; }
    });
    cards.forEach((card) => {
      card.addEventListener("mouseenter", () => { if (!held) show(card.id, { scroll: false, pane: false }); });
      const number = $(".number", card);
      if (number) number.addEventListener("click", (event) => { event.preventDefault(); held = true; show(card.id); });
    });
    const step = (by) => {
      const at = cards.findIndex((card) => card.id === shown);
      const next = cards[Math.min(cards.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by))];
      held = true;
      show(next.id);
    };
    document.addEventListener("keydown", (event) => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); event.preventDefault(); }
      else if (event.key === "Escape") { held = false; show(null); }
      else if (event.key === "e" && shown) { const fix = $(`[id="${CSS.escape(shown)}"] .fix a`); if (fix) fix.click(); }
      else if (event.key === "m") { const words = selected(); location.assign($(".missed").href + (words ? `?content=${encodeURIComponent(words)}` : "")); }
    });
    if (location.hash.length > 1) { const id = decodeURIComponent(location.hash.slice(1)); if (document.getElementById(id)) { held = true; show(id); addEventListener("load", () => setTimeout(() => show(id), 0)); } }
  }
  // Numbers of the text are drawn by the style sheet, so that they are never selected with the words.
  const selected = () => { const chosen = getSelection(); return text && chosen.rangeCount && text.contains(chosen.anchorNode) ? chosen.toString().replace(/\s+/g, " ").trim() : ""; };

  // Correcting.
  const form = $("#edit");
  if (form) {
    if (text.dataset.only) { marksOf(text.dataset.only).forEach((mark) => mark.classList.add("on")); const first = $(".m.content.on", text) || $(".m.on", text); if (first) first.scrollIntoView({ block: "center" }); }
    const press = (value) => { const one = $(`button[value="${value}"]`, form); if (one) form.requestSubmit(one); };
    const fields = { s: ["speaker"], t: ["targets", "target"], l: ["limits", "content"], c: ["cue"] };
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { press("save"); event.preventDefault(); return; }
      if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = (fields[event.key] || []).map((name) => form.elements[name]).find(Boolean);
      if (field) {
        const words = selected();
        if (words) field.value = field.tagName === "TEXTAREA" && event.shiftKey ? `${field.value}\n${words}` : words;
        field.focus();
        if (!words) field.select();
        event.preventDefault();
      } else if (/^\d$/.test(event.key)) { const radio = $$("[name=act]", form)[(Number(event.key) + 9) % 10]; if (radio) { radio.checked = true; radio.focus(); } }
      else if (event.key === "y") press("right");
      else if (event.key === "x") press("remove");
      else if (event.key === "u") { const undo = $("#undo"); if (undo) undo.requestSubmit(); }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") { const next = $("#later") || $("#begin"); if (next) next.click(); }
    else if (event.key === "/") { const field = $("input[type=search]"); if (field) field.focus(); else location.assign("/search"); event.preventDefault(); }
    else if (event.key === "?") location.assign("/help");
  });

  // Names of actors while one writes.
  $$("[data-suggest]").forEach((field) => {
    let asked = 0;
    field.addEventListener("input", async () => {
      const words = field.value.trim(), mine = ++asked;
      if (words.length < 2) return;
      const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`);
      if (!answer.ok || mine !== asked) return;
      const list = document.getElementById(field.getAttribute("list"));
      list.replaceChildren(...(await answer.json()).map((one) => { const option = document.createElement("option"); option.value = one.actor; option.label = one.name; return option; }));
    });
  });

  // Files that are dropped.
  const drop = $("#drop");
  if (drop) {
    const field = $("input[type=file]", drop);
    $("#drophint").hidden = false;
    ["dragenter", "dragover"].forEach((kind) => drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    ["dragleave", "drop"].forEach((kind) => drop.addEventListener(kind, () => drop.classList.remove("over")));
    drop.addEventListener("drop", (event) => { event.preventDefault(); if (event.dataTransfer.files.length) { field.files = event.dataTransfer.files; drop.requestSubmit(); } });
  }

  // Progress: the part of the page that tells it is fetched anew until all is done.
  const job = $("#job");
  if (job && job.dataset.over === "no") {
    const again = async () => {
      const answer = await fetch(location.href).catch(() => null);
      if (answer && answer.ok) {
        const fresh = $("#job", new DOMParser().parseFromString(await answer.text(), "text/html"));
        if (fresh) { job.replaceChildren(...fresh.childNodes); job.dataset.over = fresh.dataset.over; }
      }
      if (job.dataset.over === "no") setTimeout(again, 700);
    };
    setTimeout(again, 500);
  }

  // What is still being counted.
  const part = $("#soon") && $("#soon").closest("[data-part]");
  if (part) { // only this part of the page; the rest is read meanwhile
    const again = async () => {
      const answer = await fetch(location.href).catch(() => null);
      const fresh = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (fresh && !$("#soon", fresh)) part.replaceWith(fresh);
      else setTimeout(again, 1500);
    };
    setTimeout(again, 1000);
  } else if ($("#soon")) setTimeout(() => location.reload(), 1500);

  // On paper nothing can be opened.
  addEventListener("beforeprint", () => $$("details:not(.take)").forEach((one) => { one.open = true; }));

  // Plots as SVG, PNG and their tables as CSV.
  const save = (name, blob) => { const link = document.createElement("a"); link.href = URL.createObjectURL(blob); link.download = name; link.click(); setTimeout(() => URL.revokeObjectURL(link.href), 1000); };
  const drawn = (svg) => {
    const copy = svg.cloneNode(true), from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
    from.forEach((one, i) => { const style = getComputedStyle(one); to[i].setAttribute("fill", style.fill); if (style.stroke !== "none") to[i].setAttribute("stroke", style.stroke); });
    copy.setAttribute("width", svg.viewBox.baseVal.width);
    copy.setAttribute("height", svg.viewBox.baseVal.height);
    copy.setAttribute("color", getComputedStyle(svg).color);
    return new XMLSerializer().serializeToString(copy);
  };
  // A table that is the plot itself: its cells as they stand on the page.
  const pictured = (table) => {
    const space = "http://www.w3.org/2000/svg", from = table.getBoundingClientRect(), svg = document.createElementNS(space, "svg");
    const put = (name, text, values) => { const one = document.createElementNS(space, name); Object.entries(values).forEach(([key, value]) => one.setAttribute(key, value)); one.textContent = text; svg.append(one); };
    svg.setAttribute("viewBox", `0 0 ${from.width} ${from.height}`);
    svg.setAttribute("width", from.width);
    svg.setAttribute("height", from.height);
    $$("th, td", table).forEach((one) => {
      const box = one.getBoundingClientRect(), shown = getComputedStyle($("a", one) || one), inside = $("span, a, bdi", one) || one, words = inside.getBoundingClientRect();
      const x = box.x - from.x, y = box.y - from.y, turned = getComputedStyle(inside).writingMode !== "horizontal-tb";
      put("rect", "", { x, y, width: box.width, height: box.height, fill: getComputedStyle(one).backgroundColor, stroke: "#8886" });
      if (!one.textContent.trim()) return;
      const middle = { x: words.x - from.x + words.width / 2, y: words.y - from.y + words.height / 2 };
      const place = one.matches("td") ? { ...middle, "text-anchor": "middle" } : turned ? { x: middle.x, y: y + box.height - 6, transform: `rotate(-90 ${middle.x} ${y + box.height - 6})` } : { x: x + 6, y: y + box.height / 2 };
      put("text", one.textContent.trim(), { ...place, "dominant-baseline": "middle", "font-family": "sans-serif", "font-size": 13, fill: shown.color });
    });
    return new XMLSerializer().serializeToString(svg);
  };
  const cell = (value) => { const safe = /^[=+\-@\t\r]/.test(value) && !/^-?[\d.]+$/.test(value) ? `'${value}` : value; return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe; };
  const csv = (table) => $$("tr", table).map((row) => $$("th, td", row).map((one) => cell(one.textContent.trim())).join(",")).join("\r\n");
  $$("figure[data-export]").forEach((figure) => {
    const table = $("table", figure.closest("section")), name = figure.dataset.export, svg = $("svg", figure);
    const picture = () => svg ? drawn(svg) : pictured(table), size = () => svg ? [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height] : [table.offsetWidth, table.offsetHeight];
    const bar = document.createElement("p");
    bar.className = "exports meta";
    const add = (label, act) => { const one = document.createElement("button"); one.type = "button"; one.className = "quiet"; one.textContent = label; one.addEventListener("click", act); bar.append(one, " "); };
    add("SVG", () => save(`${name}.svg`, new Blob([picture()], { type: "image/svg+xml" })));
    add("PNG", () => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas"), [wide, high] = size();
        canvas.width = wide * 2; canvas.height = high * 2;
        const pen = canvas.getContext("2d");
        pen.fillStyle = getComputedStyle(document.body).backgroundColor;
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => save(`${name}.png`, blob));
      };
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture())}`;
    });
    if (table) add("CSV", () => save(`${name}.csv`, new Blob(["\ufeff", csv(table)], { type: "text/csv" })));
    figure.append(bar);
  });
})();
