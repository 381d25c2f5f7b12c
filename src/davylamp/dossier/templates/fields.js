(function () {
  "use strict";
  var given = document.getElementById("fields");
  if (!given) { return; }
  var STEP_MS = 160;
  var config = { displaylogo: false, responsive: true, displayModeBar: false };

  // A grey picture, decoded by the browser: its levels 0 to 255 stand for low to high.
  function levels(code, done) {
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = image.width; canvas.height = image.height;
      var context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      done(context.getImageData(0, 0, image.width, image.height).data, image.width, image.height);
    };
    image.src = "data:image/png;base64," + code;
  }

  function read(field, number, done) {
    field.ready = field.ready || {};
    if (field.ready[number]) { done(field.ready[number]); return; }
    levels(field.frames[number], function (data, width, height) {
      var rows = [], span = (field.high - field.low) / 255;
      for (var y = 0; y < height; y++) {
        var row = new Array(width);
        for (var x = 0; x < width; x++) { row[x] = field.low + span * data[4 * (y * width + x)]; }
        rows.push(row);
      }
      field.ready[number] = rows;
      done(rows);
    });
  }

  // Points where lithium ends, drawn as points: a traced line would stall on a ragged front.
  function edges(rows) {
    return rows.map(function (row, y) {
      return row.map(function (value, x) {
        if (value < 0.5) { return null; }
        var open = (x + 1 < row.length && row[x + 1] < 0.5) || (x > 0 && row[x - 1] < 0.5)
          || (y > 0 && rows[y - 1][x] < 0.5) || (y + 1 < rows.length && rows[y + 1][x] < 0.5);
        return open ? 1 : null;
      });
    });
  }

  function time(seconds) {
    return seconds < 600 ? "t = " + Number(seconds.toPrecision(3)) + " s"
      : "t = " + Number((seconds / 60).toPrecision(3)) + " min";
  }

  function player(about) {
    var root = document.getElementById(about.id);
    if (!root) { return; }
    var play = root.querySelector(".play"), when = root.querySelector(".when");
    var label = root.querySelector(".time"), timer = null, shown = -1, busy = false, wanted = null;
    var count = about.times_s.length, places = {};
    root.querySelectorAll(".field").forEach(function (place) { places[place.dataset.field] = place; });

    function axes(place) {
      var layout = JSON.parse(JSON.stringify(about.layout));
      if (about.kind === "plane") {
        var room = Math.max(160, place.clientWidth - layout.margin.l - layout.margin.r);
        var tall = Math.min(560, Math.max(90, room * about.height_um / about.length_um));
        layout.height = Math.round(tall + layout.margin.t + layout.margin.b);
      }
      return layout;
    }

    function start() {
      about.fields.forEach(function (field) {
        var place = places[field.id], layout = axes(place);
        place.classList.add("ready");
        if (about.kind === "line") {
          layout.yaxis.title.text = field.label;
          layout.yaxis.range = field.range;
          Plotly.newPlot(place, [{ type: "scatter", mode: "lines", x: about.x_um, y: [], line: { color: about.ink, width: 2 },
            hovertemplate: "%{x:.4g} µm: %{y:.3g}<extra></extra>" }], layout, config);
          return;
        }
        var grid = { x0: 0.5 * about.length_um / about.columns, dx: about.length_um / about.columns,
          y0: 0.5 * about.height_um / about.rows, dy: about.height_um / about.rows };
        var map = Object.assign({ type: "heatmap", z: [[0]], zmin: field.low, zmax: field.high, zsmooth: false,
          colorscale: about.scale, hovertemplate: "x %{x:.4g} µm, y %{y:.4g} µm: %{z:.3g}<extra></extra>",
          colorbar: { orientation: "h", thickness: 11, len: 1, x: 0.5, y: -0.2, yanchor: "top", yref: "paper",
            title: { text: field.label, side: "bottom" }, outlinewidth: 0, ticks: "outside", ticklen: 3, nticks: 6 } }, grid);
        var front = Object.assign({ type: "heatmap", z: [[null]], zmin: 0, zmax: 1, showscale: false, hoverinfo: "skip",
          hoverongaps: false, zsmooth: false, colorscale: [[0, "#ffffff"], [1, "#ffffff"]] }, grid);
        var traces = [map, front];
        if (about.regions) {
          traces.push(Object.assign({ type: "heatmap", z: [[0]], zmin: 0, zmax: 1, showscale: false, hoverinfo: "skip",
            colorscale: [[0, "rgba(255,255,255,0)"], [1, "rgba(255,255,255,0.4)"]] }, grid));
        }
        Plotly.newPlot(place, traces, layout, config);
        if (about.regions) {
          read({ frames: [about.regions], low: 0, high: 1 }, 0, function (rows) { Plotly.restyle(place, { z: [rows] }, [2]); });
        }
      });
    }

    function draw(number) {
      if (busy) { wanted = number; return; }
      busy = true; shown = number;
      when.value = number;
      label.textContent = time(about.times_s[number]);
      when.setAttribute("aria-valuetext", label.textContent);
      var waiting = about.fields.length;
      function done() {
        waiting -= 1;
        if (waiting) { return; }
        busy = false;
        root.dataset.shown = String(number);
        if (wanted !== null) { var next = wanted; wanted = null; draw(next); }
      }
      function one(field, rows, front) {
        Plotly.restyle(places[field.id], { z: [rows, front] }, [0, 1]).then(done);
      }
      if (about.kind === "line") {
        about.fields.forEach(function (field) {
          Plotly.restyle(places[field.id], { y: [field.frames[number]] }, [0]).then(done);
        });
        return;
      }
      var eta = about.fields.filter(function (field) { return field.id === "eta"; })[0];
      read(eta, number, function (lithium) {
        var front = edges(lithium);
        about.fields.forEach(function (field) {
          read(field, number, function (rows) { one(field, rows, field.id === "eta" ? [[null]] : front); });
        });
      });
    }

    function stop() {
      window.clearInterval(timer); timer = null;
      play.setAttribute("aria-pressed", "false");
      play.querySelector(".word").textContent = "Play";
      play.firstElementChild.textContent = "▶";
    }

    play.addEventListener("click", function () {
      if (timer !== null) { stop(); return; }
      play.setAttribute("aria-pressed", "true");
      play.querySelector(".word").textContent = "Pause";
      play.firstElementChild.textContent = "❚❚";
      if (shown >= count - 1) { draw(0); }
      timer = window.setInterval(function () {
        if (busy) { return; }
        if (shown >= count - 1) { stop(); return; }
        draw(shown + 1);
      }, STEP_MS);
    });
    when.addEventListener("input", function () { stop(); draw(Number(when.value)); });
    var resized = null;
    window.addEventListener("resize", function () {
      window.clearTimeout(resized);
      resized = window.setTimeout(function () {
        Object.keys(places).forEach(function (id) { Plotly.relayout(places[id], { height: axes(places[id]).height }); });
      }, 150);
    });
    start();
    draw(count - 1);
  }

  JSON.parse(given.textContent).forEach(player);
}());
