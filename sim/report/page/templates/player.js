(function () {
  "use strict";
  var box = document.getElementById("player");
  var data = JSON.parse(document.getElementById("player-data").textContent);
  if (!box || !data) { return; }
  var lines = box.querySelectorAll(".hop"), circles = box.querySelectorAll(".plant");
  var slider = document.getElementById("player-month"), arm = document.getElementById("player-arm");
  var button = document.getElementById("player-play"), told = document.getElementById("player-told");
  var timer = null, last = data.months.length - 1;

  Object.keys(data.arms).forEach(function (id) {
    var option = document.createElement("option");
    option.value = id;
    option.textContent = data.arms[id];
    option.selected = id === data.shown;
    arm.appendChild(option);
  });
  slider.max = last;

  function latest(changes, month) {
    var value = null;
    changes.forEach(function (change) { if (change[0] <= month) { value = change[1]; } });
    return value;
  }
  function year(amounts, month) {
    return amounts.reduce(function (sum, each) {
      return each[0] <= month && each[0] > month - 12 ? sum + each[1] : sum;
    }, 0);
  }
  function show() {
    var month = Number(slider.value), id = arm.value;
    lines.forEach(function (line, at) {
      var gwh = year(data.hops[id][at], month);
      line.setAttribute("stroke-width", gwh > 0 ? Math.max(1.5, 22 * gwh / data.widest).toFixed(1) : "0");
    });
    circles.forEach(function (circle, at) {
      circle.setAttribute("r", (5 * Math.sqrt(latest(data.plants[id][at], month) || 0)).toFixed(1));
    });
    told.textContent = data.months[month] + ": " + data.focus + " is supplied by " + latest(data.share[id], month);
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    button.textContent = "Play";
  }
  button.addEventListener("click", function () {
    if (timer !== null) { stop(); return; }
    if (Number(slider.value) >= last) { slider.value = 0; }
    button.textContent = "Pause";
    timer = setInterval(function () {
      slider.value = Number(slider.value) + 1;
      show();
      if (Number(slider.value) >= last) { stop(); }
    }, 120);
  });
  slider.addEventListener("input", show);
  arm.addEventListener("change", show);
  box.hidden = false;
  show();
}());
