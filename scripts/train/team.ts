/**
 * Threads that share a list of tasks, phase by phase. Which thread takes which task is left to chance; every
 * task writes only what is its own, so the result is not.
 */
const ARRIVED = 0;
const PHASE = 1;
const NEXT = 2;

/** Length of the shared array that a team needs. */
export const TEAM_LENGTH = 3;

/** How often the next phase is looked for before the thread lays itself to sleep: some 50 µs. */
const SPINS = 2000;

export class Team {
  constructor(
    private readonly control: Int32Array,
    private readonly threads: number,
  ) {}

  /** Runs task(0) … task(count − 1) between this thread and the others, and returns when all are done. */
  share(count: number, task: (index: number) => void): void {
    for (let index = this.claim(); index < count; index = this.claim()) task(index);
    this.meet();
  }

  private claim(): number {
    return Atomics.add(this.control, NEXT, 1);
  }

  private meet(): void {
    const phase = Atomics.load(this.control, PHASE);
    if (Atomics.add(this.control, ARRIVED, 1) === this.threads - 1) {
      Atomics.store(this.control, ARRIVED, 0);
      Atomics.store(this.control, NEXT, 0);
      Atomics.store(this.control, PHASE, phase + 1);
      Atomics.notify(this.control, PHASE);
      return;
    }
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(this.control, PHASE) !== phase) return;
    while (Atomics.load(this.control, PHASE) === phase) Atomics.wait(this.control, PHASE, phase);
  }
}
