// The driver of Node: JavaScript's generators. README.md says what the protocol and each workload is.

import { readFileSync } from "node:fs";

function* count(n) {
  for (let i = 0; i < n; i++) yield i;
}

function* fibonacci(n) {
  let [a, b] = [0, 1];
  for (let i = 0; i < n; i++) {
    yield a;
    const next = (a + b) & 0xffffff;
    a = b;
    b = next;
  }
}

function* incremented(numbers) {
  for (const n of numbers) yield n + 1;
}

function* doubled(numbers) {
  for (const n of numbers) yield n * 2;
}

function* naturals(n) {
  for (;;) yield n++;
}

function* constant(n) {
  for (;;) yield n;
}

function* echo() {
  let heard = 0;
  for (;;) heard = yield heard;
}

function* successor() {
  let token = yield 0;
  for (;;) token = yield token + 1;
}

class Ping extends Error {}
// Without the capture of a stack trace, which no other peer makes.
Error.stackTraceLimit = 0;

function* listener() {
  let caught = 0;
  for (;;) {
    try {
      yield caught;
    } catch (error) {
      if (!(error instanceof Ping)) throw error;
      caught++;
    }
  }
}

const SIZE = (1 << 12) - 1;

function tree(low, high) {
  if (low === high) return null;
  const value = low + ((high - low) >> 1);
  return { left: tree(low, value), right: tree(value + 1, high), value };
}

const ROOT = tree(0, SIZE);

function* walk(node) {
  if (node.left) yield* walk(node.left);
  yield node.value;
  if (node.right) yield* walk(node.right);
}

function started(make) {
  const g = make();
  g.next();
  return g;
}

function crowd(n) {
  const crowd = [];
  for (let i = 0; i < n; i++) {
    const g = constant(i);
    g.next();
    crowd.push(g);
  }
  return crowd;
}

const read = (make) => ({
  prepare(n) {
    const elements = make(n);
    return () => {
      let last = 0;
      for (const element of elements) last = element;
      return last;
    };
  },
  check(n) {
    let sum = 0;
    for (const element of make(n)) sum += element;
    return sum;
  },
});

const WORKLOADS = {
  count: read(count),
  fibonacci: read(fibonacci),
  pipeline: read((n) => doubled(incremented(count(n)))),
  send: {
    prepare(n) {
      const g = started(echo);
      return () => {
        let last = 0;
        for (let i = 0; i < n; i++) last = g.next(i).value;
        return last;
      };
    },
    check(n) {
      const g = started(echo);
      let sum = 0;
      for (let i = 0; i < n; i++) sum += g.next(i).value;
      return sum;
    },
  },
  "tree-delegation": {
    prepare: (n) => () => {
      let last = 0;
      for (let i = 0; i < n / SIZE; i++) for (const element of walk(ROOT)) last = element;
      return last;
    },
    check(n) {
      let sum = 0;
      for (let i = 0; i < n / SIZE; i++) for (const element of walk(ROOT)) sum += element;
      return sum;
    },
  },
  create: {
    prepare: (n) => () => {
      let last = 0;
      for (let i = 0; i < n; i++) last = naturals(i).next().value;
      return last;
    },
    check(n) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += naturals(i).next().value;
      return sum;
    },
  },
  live: {
    prepare(n) {
      const generators = crowd(n);
      return () => {
        let last = 0;
        for (const g of generators) last = g.next().value;
        return last;
      };
    },
    check(n) {
      let sum = 0;
      for (const g of crowd(n)) sum += g.next().value;
      return sum;
    },
  },
  throw: {
    prepare(n) {
      const g = started(listener);
      return () => {
        let last = 0;
        for (let i = 0; i < n; i++) last = g.throw(new Ping()).value;
        return last;
      };
    },
  },
  ring: {
    prepare(n) {
      const ring = Array.from({ length: 1000 }, () => started(successor));
      return () => {
        let [token, place] = [0, 0];
        for (let i = 0; i < n; i++) {
          token = ring[place].next(token).value;
          place = place === 999 ? 0 : place + 1;
        }
        return token;
      };
    },
  },
};

// What is garbage doesn't count, where `--expose-gc` makes this possible.
function memory() {
  globalThis.gc?.();
  const resident = process.memoryUsage.rss();
  try {
    const tables = /VmPTE:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
    return resident + Number(tables?.[1] ?? 0) * 1024;
  } catch {
    return resident;
  }
}

const [name, workload] = process.argv.slice(2);
const [count_, repetitions] = process.argv.slice(4).map(Number);
const loop = WORKLOADS[workload];
if (!loop) {
  console.error(`${name} has no ${workload}`);
  process.exit(3);
}
const n = workload.startsWith("tree-") ? Math.ceil(count_ / SIZE) * SIZE : count_;
const times = [];
const results = new Set();
let work, bytes, spent = 0;
while (times.length < Math.max(1, repetitions) && (times.length < 3 || spent < 3e8)) {
  if (workload !== "live" || !work) {
    const before = workload === "live" ? memory() : 0;
    work = loop.prepare(n);
    if (workload === "live") bytes = Math.floor((memory() - before) / n);
  }
  const start = process.hrtime.bigint();
  results.add(work());
  const time = Number(process.hrtime.bigint() - start);
  times.push(time);
  spent += time;
}
if (results.size > 1) throw new Error(`the repetitions return ${[...results]}`);
times.sort((a, b) => a - b);
const [best, median] = [times[0], times[times.length >> 1]].map((time) => (time / n).toFixed(3));
const check = loop.check ? loop.check(n) : [...results][0];
const size = bytes === undefined ? "" : ` bytes=${bytes}`;
console.log(`${name} ${workload} ${best} ${median} n=${n} check=${check}${size}`);
