import { setTimeout as delay } from 'node:timers/promises';

// Sleeps 5 ms again and again for as many seconds as the first argument says. Prints how late it
// woke up each time, in ms, as JSON: what the machine itself does to a schedule.

const STEP_MS = 5;

const startedAt = performance.now();
const until = startedAt + Number(process.argv[2] ?? 1) * 1000;
const late: number[] = [];
let due = startedAt;
for (let now = startedAt; now < until; now = performance.now()) {
  // What is missed is left out, as in the prober.
  due = Math.max(due, now - ((now - due) % STEP_MS)) + STEP_MS;
  await delay(due - now);
  late.push(Math.max(0, performance.now() - due));
}
console.log(JSON.stringify(late));
