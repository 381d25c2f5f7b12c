(function () {
  "use strict";
  var plots = JSON.parse(document.getElementById("plots").textContent);
  var config = { displaylogo: false, responsive: true, displayModeBar: "hover", showLink: false,
    showSendToCloud: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "sendDataToCloud"] };
  var drawn = [];
  Object.keys(plots).forEach(function (id) {
    var place = document.getElementById(id);
    if (!place) { return; }
    place.classList.add("ready");
    Plotly.newPlot(place, plots[id].data, plots[id].layout, config);
    drawn.push(place);
  });
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (item) { item.open = true; });
    drawn.forEach(function (place) { Plotly.relayout(place, { width: 640, autosize: false }); });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (item) { item.open = false; });
    drawn.forEach(function (place) { Plotly.relayout(place, { width: null, autosize: true }); });
  });
}());
