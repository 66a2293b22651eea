/** Trials of an installed package, and the table of how they went. */
import { availableParallelism } from 'node:os';

/** An installation that is tried. */
export interface Site {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly hasSharp: boolean;
  /** A folder of digits as PNG, labelled by name. */
  readonly pictures: string;
  /** The package's. */
  readonly version: string;
  /** Where the files of the test split are served. */
  readonly mirror: string;
}

export interface Trial {
  /** The row of the table. */
  readonly subject: string;
  readonly title: string;
  /** @throws when it does not go as it should */
  run(site: Site): Promise<void>;
}

export interface Outcome {
  readonly subject: string;
  readonly failure?: string;
}

export interface Column {
  readonly label: string;
  readonly outcomes: readonly Outcome[];
}

/** Runs them all, as many at a time as there are cores. */
export async function runTrials(trials: readonly Trial[], site: Site): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = trials.entries();
  const worker = async (): Promise<void> => {
    for (const [index, trial] of waiting) outcomes[index] = await tryOne(trial, site);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

async function tryOne({ subject, title, run }: Trial, site: Site): Promise<Outcome> {
  try {
    await run(site);
    return { subject };
  } catch (error) {
    return { subject, failure: `${subject}: ${title}\n${(error as Error).message}` };
  }
}

/** A row a subject, a column an installation: passed/tried. */
export function formatMatrix(columns: readonly Column[]): string {
  const subjects = [...new Set(columns.flatMap(({ outcomes }) => outcomes.map(({ subject }) => subject)))];
  const count = (outcomes: readonly Outcome[]): string =>
    `${outcomes.filter(({ failure }) => failure === undefined).length}/${outcomes.length}`;
  const rows = [
    ['', ...columns.map(({ label }) => label)],
    ...subjects.map((subject) => [
      subject,
      ...columns.map(({ outcomes }) => count(outcomes.filter((outcome) => outcome.subject === subject))),
    ]),
    ['all', ...columns.map(({ outcomes }) => count(outcomes))],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
}
