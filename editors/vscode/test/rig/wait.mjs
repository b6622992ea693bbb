// What tests wait for: states, never times.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Waits until something is so, and gives what it is. `seen` says at the end what is so instead. */
export async function until(what, is, { seconds = 30, seen = () => '' } = {}) {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const value = await is();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`not within ${seconds} s: ${what}\n${await seen()}`);
}

/** Answers like a promise, but fails after some seconds. */
export function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not within ${seconds} s: ${what}`)), seconds * 1_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The language servers that run from a folder, by their process ids. */
export function serversIn(folder) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/exe`).startsWith(folder) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('serve');
    } catch {
      return false; // it is not ours, or it has ended
    }
  });
}
