// While somebody presses a button nothing moves under their finger: what changes meanwhile waits until it is let go.

const AFTER = 60; // milliseconds: a touch clicks a moment after the finger has gone

let isPressed = false;
let waiting = [];

/** Do it now, or when nothing is pressed any more. */
export function whenFree(run) {
  if (isPressed || waiting.length) waiting.push(run);
  else run();
}

const down = () => {
  isPressed = true;
};

function up() {
  isPressed = false;
  setTimeout(() => {
    if (isPressed) return;
    const runs = waiting;
    waiting = [];
    for (const run of runs) run();
  }, AFTER);
}

addEventListener("pointerdown", down, true);
for (const kind of ["pointerup", "pointercancel", "dragend"]) addEventListener(kind, up, true);
addEventListener("blur", (event) => event.target === window && up());
addEventListener("keydown", (event) => event.key === " " && event.target.closest?.("button") && down(), true);
addEventListener("keyup", (event) => event.key === " " && up(), true);
