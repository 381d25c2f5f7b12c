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
    // Without a height of its own the place collapses when the window changes.
    place.style.height = plots[id].layout.height + "px";
    Plotly.newPlot(place, plots[id].data, plots[id].layout, config);
    drawn.push(place);
  });
  window.addEventListener("beforeprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { width: 640, autosize: false }); });
  });
  window.addEventListener("afterprint", function () {
    drawn.forEach(function (place) { Plotly.relayout(place, { width: null, autosize: true }); });
  });
}());
