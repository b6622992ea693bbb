// When is a server that died started again? At once the first time, then after
// longer and longer waits; and no more once it keeps dying, because then only a
// person can help.

const waits = [0, 1_000, 4_000, 10_000]; // milliseconds
const memory = 3 * 60_000; // deaths longer ago than this are forgotten

/** Remembers when the server died. */
export class Backoff {
  private deaths: number[] = [];

  /** What to wait, in milliseconds, after a death at `now`; undefined for giving up. */
  next(now: number): number | undefined {
    this.deaths = this.deaths.filter((at) => now - at < memory);
    const wait = waits[this.deaths.length];
    this.deaths.push(now);
    return wait;
  }

  /** Forgets all deaths: a person has asked for a start. */
  reset(): void {
    this.deaths = [];
  }
}
