/** Every command of the installed package by npx, as a user types it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, SHELL } from './programs.js';
import type { Site, Trial } from './trials.js';

interface Line {
  readonly args: readonly string[];
  /** What stdout has to have, or stderr where that is said; written by people, or known of MNIST, the book and the formats. */
  readonly prints?: RegExp;
  readonly notes?: RegExp;
  /** A file that is to be there, and how it begins. */
  readonly writes?: readonly [name: string, start: string];
  /** Reads or writes pictures: without sharp it says so. */
  readonly needsSharp?: boolean;
  readonly input?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The installed program, or none: another package of that name is not to be fetched. */
const npx = (args: readonly string[]): string[] => ['--no', '--', 'mnn', ...args];

const PNG = '\x89PNG';

function linesOf({ folder, pictures, version, mirror }: Site): Line[] {
  const picture = join(pictures, '7_0.png');
  const testSet = ['--split', 'test'];
  return [
    { args: ['--version'], prints: new RegExp(`^${version.replaceAll('.', '\\.')}\n$`) },
    { args: ['help', 'eval'], prints: /^Usage: mnn eval/ },
    { args: ['--lang', 'ja', '--help'], prints: /手書き/ },
    { args: ['eval', '--batch', '100', '--min-accuracy', '0.97'], prints: /10,?000/ },
    {
      args: ['eval', '--batch', '1,1000', '--threads', '2', '--weights', 'large', '--json'],
      prints: /"threads":2/,
    },
    {
      args: ['eval', '--limit', '50', '--report', 'report.html'],
      writes: ['report.html', '<!doctype html>'],
    },
    { args: ['eval', '--images', pictures, '--min-accuracy', '1'], prints: /100(\.00)? %/, needsSharp: true },
    { args: ['show', '0'], prints: /label: 7\n$/ },
    { args: ['show', '0-9', '--style', 'braille', '--predict'], prints: /[⠁-⣿]/ },
    { args: ['show', picture], prints: /7_0\.png/, needsSharp: true },
    { args: ['show', '0', '--out', 'show.png'], writes: ['show.png', PNG] },
    { args: ['predict', picture], prints: /7_0\.png: 7 \(/, needsSharp: true },
    {
      args: ['predict', pictures, '--weights', 'large'],
      prints: /^(.*(\d)_\d\.png: \2 \(.*\n){8}$/,
      needsSharp: true,
    },
    {
      args: ['predict', picture, '--explain', '--out', 'stages.png'],
      writes: ['stages.png', PNG],
      needsSharp: true,
    },
    { args: ['forward'], prints: /^\[0\.31682708 0\.69627909\]\n$/ },
    { args: ['forward', '--weights', 'xor', '--input', '-'], input: '[1, 0]', prints: /^\[1\.?\]\n$/ },
    { args: ['forward', '--image', '0', '--trace'], prints: /A3/ },
    { args: ['forward', '--image', picture], prints: /^\[/, needsSharp: true },
    { args: ['plot', 'step', 'sigmoid'], prints: /sigmoid/ },
    { args: ['plot', 'relu', '--out', 'plot.svg'], writes: ['plot.svg', '<svg'] },
    { args: ['plot', 'relu', '--out', 'plot.png'], writes: ['plot.png', PNG], needsSharp: true },
    {
      args: [
        'fetch-mnist',
        ...testSet,
        '--from',
        join(folder, 'node_modules', 'mnn-cli', 'data'),
        '--data-dir',
        'copied',
      ],
      writes: ['copied/t10k-labels-idx1-ubyte', '\0\0\x08\x01'],
    },
    {
      args: ['fetch-mnist', ...testSet, '--mirror', mirror, '--data-dir', 'fetched'],
      writes: ['fetched/t10k-images-idx3-ubyte', '\0\0\x08\x03'],
    },
    {
      args: ['fetch-mnist', ...testSet, '--mirror', 'http://mirror.invalid/', '--data-dir', 'relayed'],
      environment: { HTTP_PROXY: mirror, http_proxy: mirror, NO_PROXY: '', no_proxy: '' },
      writes: ['relayed/t10k-images-idx3-ubyte', '\0\0\x08\x03'],
    },
    { args: ['inspect', '--list'], prints: /book[^]*large[^]*xor/ },
    { args: ['inspect', 'large', '--histogram', '--json'], prints: /"layers":\[784,800,400,10\]/ },
    {
      args: ['inspect', 'book', '--filters', '--out', 'filters.png'],
      writes: ['filters.png', PNG],
    },
    ...Object.entries({ safetensors: '', npz: 'PK', json: '{', onnx: '', pkl: '\x80' }).map(
      ([format, start]): Line => ({
        args: ['convert', 'book', `book.${format}`],
        writes: [`book.${format}`, start],
      }),
    ),
    { args: ['completion', 'bash'], prints: /complete -.* mnn/ },
    { args: ['completion', 'zsh'], prints: /^#compdef mnn/ },
    { args: ['completion', 'fish'], prints: /complete -c mnn/ },
    { args: ['draw', '--out', 'page'], writes: ['page/index.html', '<!doctype html>'] },
  ];
}

export function commandTrials(site: Site): Trial[] {
  const lines = linesOf(site).map((line): Trial => {
    const [first] = line.args as [string];
    return {
      subject: first.startsWith('-') ? 'mnn' : first,
      title: `mnn ${line.args.join(' ')}`,
      run: (site) => tryLine(line, site),
    };
  });
  return [...lines, { subject: 'draw', title: 'mnn draw', run: tryServer }];
}

async function tryLine(line: Line, { folder, environment, hasSharp }: Site): Promise<void> {
  const { args, prints, writes, input } = line;
  const run = await runProgram('npx', npx(args), folder, { ...environment, ...line.environment }, input);
  const { status, stdout, stderr } = run;
  const refused = line.needsSharp === true && !hasSharp;
  const found =
    writes && existsSync(join(folder, writes[0]))
      ? readFileSync(join(folder, writes[0]), 'latin1')
      : undefined;
  const isRight = refused
    ? status === 1 &&
      /sharp, which is not installed/.test(stderr) &&
      /^hint: npm install sharp /m.test(stderr) &&
      found === undefined
    : status === 0 &&
      (prints?.test(stdout) ?? true) &&
      (writes === undefined || found?.toLowerCase().startsWith(writes[1].toLowerCase()));
  if (!isRight)
    throw new Error(
      `wanted ${refused ? 'an error' : (prints ?? writes)}, got ${JSON.stringify(run, null, 2)}`,
    );
}

/** The server answers with the page and what the page loads, and ends when it is interrupted. */
async function tryServer({ folder, environment }: Site): Promise<void> {
  // A group of its own, which gets the signal as it would from Ctrl-C.
  const child = spawn('npx', npx(['draw', '--port', '0', '--no-open', '--json']), {
    cwd: folder,
    env: environment,
    shell: SHELL,
    detached: !SHELL,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
      child.stderr.setEncoding('utf8').once('data', (text: string) => reject(new Error(text)));
    });
    const { url } = JSON.parse(line) as { url: string };
    const page = await fetchText(url);
    const parts = Array.from(page.matchAll(/(?:src|href)="([^":]+)"/g), ([, part]) => part!);
    if (!parts.includes('page.js')) throw new Error(`no script in the page: ${page}`);
    for (const part of parts) await fetchText(new URL(part, url).href);
  } finally {
    if (SHELL) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    else process.kill(-child.pid!, 'SIGINT');
    await ended;
  }
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.text();
}
