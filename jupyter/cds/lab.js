// In JupyterLab prose of the other language is folded, in a notebook and in its table of contents; every table is sorted
// by its heads, copied and saved, every chart is saved. A plugin of JupyterLab, so nothing of it stands in a notebook.
(() => {
  const words = {
    vi: {copy: "Sao chép", csv: "Lưu CSV", svg: "Lưu SVG", png: "Lưu PNG", sort: "Sắp xếp theo cột này"},
    en: {copy: "Copy", csv: "Save CSV", svg: "Save SVG", png: "Save PNG", sort: "Sort by this column"},
  };
  const number = (text, comma) => {
    const day = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})/);
    if (day) return day[3] * 1e4 + day[2] * 100 + +day[1];
    const bare = comma ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
    const found = bare.replace(/[\u2212\u2013]/, "-").match(/-?\d+(\.\d+)?/);
    return found && !/\p{L}.*\d/u.test(text) ? +found[0] : NaN;
  };
  const save = (name, href) => Object.assign(document.createElement("a"), {download: name, href}).click();
  const named = (text, kind) => (text || "bang").trim().slice(0, 60).match(/[\p{L}\p{N}]+/gu).join("-") + kind;
  const tools = (owner, told, acts) => {
    const bar = Object.assign(document.createElement("div"), {className: "cds-tools"});
    for (const [name, onclick] of Object.entries(acts))
      bar.append(Object.assign(document.createElement("button"), {type: "button", textContent: told[name], onclick}));
    owner.after(bar);
  };
  const copy = table => {
    getSelection().selectAllChildren(table);
    document.execCommand("copy");  // by http from another machine there is no navigator.clipboard
    getSelection().removeAllRanges();
  };
  const csv = (table, apart) => {
    const quoted = cell => `"${cell.textContent.trim().replaceAll('"', '""')}"`;
    const text = [...table.rows].map(row => [...row.cells].map(quoted).join(apart)).join("\r\n");
    const title = table.caption ?? table.parentElement.querySelector("strong");
    save(named(title?.textContent, ".csv"), URL.createObjectURL(new Blob(["\ufeff", text], {type: "text/csv"})));
  };
  const fitTable = (table, lang) => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells], given = [...body.rows];
    const comma = lang === "vi" && !table.classList.contains("dataframe");  // pandas writes as English does
    const ways = {null: "ascending", ascending: "descending", descending: null};
    heads.forEach((head, at) => {
      const column = given.map(row => row.cells[at]).filter(Boolean);
      const values = new Map(column.map(cell => [cell, number(cell.textContent.trim(), comma)]));
      const filled = column.filter(cell => /[\p{L}\d]/u.test(cell.textContent));
      const numbers = filled.filter(cell => !isNaN(values.get(cell)));
      for (const cell of [head, ...column]) cell.style.textAlign = 2 * numbers.length > filled.length ? "right" : "left";
      const compared = ({cells: {[at]: a}}, {cells: {[at]: b}}) => {
        const [x, y] = [values.get(a), values.get(b)];
        if (isNaN(x) !== isNaN(y)) return isNaN(x) ? 1 : -1;  // what is no number stands last either way
        const apart = x - y || a.textContent.trim().localeCompare(b.textContent.trim(), lang, {numeric: true});
        return head.ariaSort === "descending" ? -apart : apart;
      };
      const sort = () => {
        const way = ways[head.ariaSort];
        for (const other of heads) other.ariaSort = other === head ? way : null;
        body.append(...(way ? given.toSorted(compared) : given));
      };
      const onkeydown = event => event.key === "Enter" && sort();
      Object.assign(head, {tabIndex: 0, title: words[lang].sort, onclick: sort, onkeydown});
    });
    const apart = lang === "vi" ? ";" : ",";  // as Excel of that language reads it
    tools(table, words[lang], {copy: () => copy(table), csv: () => csv(table, apart)});
  };
  const fitChart = (image, lang) => {
    const name = image.parentElement.querySelector("figcaption")?.textContent;
    const png = () => {
      const canvas = document.createElement("canvas"), size = {width: 3 * image.width, height: 3 * image.height};
      Object.assign(canvas, size).getContext("2d").drawImage(image, 0, 0, size.width, size.height);
      save(named(name, ".png"), canvas.toDataURL());
    };
    tools(image, words[lang], {svg: () => save(named(name, ".svg"), image.src), png});
  };
  const within = what => `:is(.jp-OutputArea, .widget-html) ${what}:not(.cds-fitted)`;
  const fold = (cell, lang) => {
    const told = (cell.model.getMetadata("tags") ?? []).filter(tag => tag in words);
    if (cell.model.type !== "markdown" || !told.length) return;
    const folded = cell.node.classList.toggle("cds-folded", !told.includes(lang));
    if (folded || cell.node.lang === lang) return;
    Object.assign(cell, {inputHidden: false}).node.lang = lang;  // in the file English is
  };
  const fitNotebook = ({model, node, widgets}) => {
    const code = [...model.cells].filter(cell => cell.type === "code").map(cell => cell.sharedModel.source).join("\n");
    const lang = code.match(/\blang\b[^\n"'=]*= *["'](vi|en)["']/)?.[1] ?? "vi";
    for (const cell of widgets) fold(cell, lang);
    for (const table of node.querySelectorAll(within("table")))
      if (table.classList.add("cds-fitted") || (table.tHead?.rows.length === 1 && table.tBodies.length)) fitTable(table, lang);
    for (const image of node.querySelectorAll(within("figure > img")))
      if (image.classList.add("cds-fitted") || image.src.startsWith("data:image/svg+xml")) fitChart(image, lang);
  };
  const fitContents = ({model, node}) => {
    const folded = (model?.headings ?? []).map(heading => heading.cellRef?.node.classList.contains("cds-folded"));
    node.querySelectorAll(".jp-tocItem").forEach((entry, at) => entry.classList.toggle("cds-folded", !!folded[at]));
  };
  const style = Object.assign(document.createElement("link"), {rel: "stylesheet"});
  style.href = document.currentScript.src.replace(/\.js.*/, ".css");
  const activate = ({shell}) => {
    document.head.append(style);
    const fit = () => {
      for (const {content} of shell.widgets("main")) if (content?.model?.cells) fitNotebook(content);
      for (const side of [...shell.widgets("left"), ...shell.widgets("right")])
        if (side.id === "table-of-contents") fitContents(side);
    };
    let waits = 0;
    const soon = () => waits ||= setTimeout(() => { waits = 0; fit(); }, 30);
    new MutationObserver(soon).observe(document.body, {childList: true, subtree: true});
  };
  const plugin = {id: "cds:lab", autoStart: true, activate};
  (window._JUPYTERLAB ??= {}).cds = {init() {}, get: async () => () => plugin};
})();
