// In JupyterLab prose of the other language is folded, every table is sorted by its heads, copied and saved, every chart
// is saved; nothing is loaded for it.
((lang, prose) => {
  const first = !window.cdsLang;
  window.cdsLang = lang;
  window.cdsFolded ??= new Set();
  const letters = text => text.replace(/[^\p{L}\p{N}]/gu, "").slice(0, 60);
  for (const [of, text] of prose) window.cdsFolded[of === lang ? "delete" : "add"](letters(text));
  if (!first) return;
  const words = {
    vi: {copy: "Sao chép", csv: "Lưu CSV", svg: "Lưu SVG", png: "Lưu PNG", sort: "Sắp xếp theo cột này"},
    en: {copy: "Copy", csv: "Save CSV", svg: "Save SVG", png: "Save PNG", sort: "Sort by this column"},
  };
  const told = name => words[window.cdsLang][name];
  const number = (text, plain) => {
    const day = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})/);
    if (day) return day[3] * 1e4 + day[2] * 100 + +day[1];
    const bare = plain || window.cdsLang === "en" ? text.replaceAll(",", "") : text.replaceAll(".", "").replace(",", ".");
    const found = bare.replace(/[\u2212\u2013]/, "-").match(/-?\d+(\.\d+)?/);
    return found && !/\p{L}.*\d/u.test(text) ? +found[0] : NaN;
  };
  const cells = table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent.trim()));
  const save = (name, href) => Object.assign(document.createElement("a"), {download: name, href}).click();
  const named = (text, kind) => (text || "bang").trim().slice(0, 60).match(/[\p{L}\p{N}]+/gu).join("-") + kind;
  const tools = (owner, buttons) => {
    const bar = Object.assign(document.createElement("div"), {className: "cds-tools"});
    for (const [name, act] of buttons)
      bar.append(Object.assign(document.createElement("button"), {type: "button", textContent: told(name), onclick: act}));
    owner.after(bar);
  };
  const copy = table => {
    getSelection().selectAllChildren(table);
    document.execCommand("copy");
    getSelection().removeAllRanges();
  };
  const csv = table => {
    const apart = window.cdsLang === "vi" ? ";" : ",";  // as Excel of that language reads it
    const text = cells(table).map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(apart)).join("\r\n");
    save(named((table.caption ?? table.parentElement.querySelector("strong"))?.textContent, ".csv"), URL.createObjectURL(new Blob(["\ufeff", text], {type: "text/csv"})));
  };
  const sort = (table, head, at) => {
    const down = head.ariaSort === "ascending", plain = table.classList.contains("dataframe"), body = table.tBodies[0];
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.ariaSort = down ? "descending" : "ascending";
    const rows = [...body.rows].map(row => [row.cells[at].textContent.trim(), row]);
    const compared = ([a], [b]) => {
      const [x, y] = [number(a, plain), number(b, plain)];
      if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;  // what is no number stands last either way
      return (down ? -1 : 1) * (x - y || a.localeCompare(b, window.cdsLang, {numeric: true}));
    };
    body.append(...rows.sort(compared).map(([, row]) => row));
  };
  const fitTable = table => {
    const heads = table.tHead.rows[0].cells, plain = table.classList.contains("dataframe");
    [...heads].forEach((head, at) => {
      const column = [...table.tBodies[0].rows].map(row => row.cells[at]).filter(Boolean);
      const filled = column.filter(cell => /[\p{L}\d]/u.test(cell.textContent));
      const numbers = filled.filter(cell => !isNaN(number(cell.textContent.trim(), plain)));
      for (const cell of [head, ...column]) cell.style.textAlign = 2 * numbers.length > filled.length ? "right" : "left";
      Object.assign(head, {tabIndex: 0, title: told("sort"), onclick: () => sort(table, head, at)});
      head.onkeydown = event => event.key === "Enter" && sort(table, head, at);
    });
    tools(table, [["copy", () => copy(table)], ["csv", () => csv(table)]]);
  };
  const fitChart = image => {
    const name = image.parentElement.querySelector("figcaption")?.textContent;
    const png = () => {
      const canvas = document.createElement("canvas"), size = {width: 3 * image.width, height: 3 * image.height};
      Object.assign(canvas, size).getContext("2d").drawImage(image, 0, 0, size.width, size.height);
      save(named(name, ".png"), canvas.toDataURL());
    };
    tools(image, [["svg", () => save(named(name, ".svg"), image.src)], ["png", png]]);
  };
  const within = what => `:is(.jp-OutputArea, .widget-html) ${what}:not(.cds-fitted)`;
  const fit = () => {
    for (const cell of document.querySelectorAll(".jp-MarkdownCell.jp-mod-rendered")) {
      const shown = letters(cell.querySelector(".jp-MarkdownOutput")?.textContent ?? "");
      if (shown) cell.classList.toggle("cds-folded", window.cdsFolded.has(shown));
    }
    for (const table of document.querySelectorAll(within("table")))
      if (table.classList.add("cds-fitted") || (table.tHead?.rows.length === 1 && table.tBodies.length)) fitTable(table);
    for (const image of document.querySelectorAll(within("figure > img")))
      if (image.classList.add("cds-fitted") || image.src.startsWith("data:image/svg+xml")) fitChart(image);
  };
  let waits = 0;
  const soon = () => waits ||= setTimeout(() => { waits = 0; fit(); }, 30);
  new MutationObserver(soon).observe(document.body, {childList: true, subtree: true});
  fit();
})(GIVEN);
