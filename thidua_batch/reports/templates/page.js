document.querySelectorAll("table.sortable").forEach(function (table) {
  var body = table.tBodies[0];
  table.querySelectorAll("thead .sort").forEach(function (button) {
    var sort = function () {
      var th = button.closest("th"), column = th.cellIndex;
      var down = th.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      var value = function (row) { var cell = row.cells[column]; return cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v; };
      Array.from(body.rows).map(function (row, place) { return { row: row, place: place, v: value(row) }; }).sort(function (a, b) {
        if ((a.v === "") !== (b.v === "")) return a.v === "" ? 1 : -1;
        var numeric = a.v !== "" && isFinite(a.v) && isFinite(b.v);
        var order = numeric ? Number(a.v) - Number(b.v) : a.v.localeCompare(b.v, "vi");
        return (down ? -order : order) || a.place - b.place;
      }).forEach(function (item) { body.appendChild(item.row); });
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  });
});
