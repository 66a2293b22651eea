/** The built program under abuse: streams that close, disks that are full, signals, odd places and names. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, mnn, program, shell, type Run } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn abuse '));
const bundled = fileURLToPath(new URL('../../weights/three-layer.json', import.meta.url));
const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
const labels = fileURLToPath(new URL('../../data/t10k-labels-idx1-ubyte', import.meta.url));

beforeAll(() => {
  writeFileSync(join(folder, 'huge'), '');
  truncateSync(join(folder, 'huge'), 1e9);
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'set'));
  copyFileSync(labels, join(folder, 'set', 't10k-labels-idx1-ubyte'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what has no end, or none within reason, is refused before it is read', () => {
  const commands: readonly (readonly [string, (path: string) => string[]])[] = [
    ['weights', (path) => ['eval', '--weights', path]],
    ['weights to look at', (path) => ['inspect', path]],
    ['weights to convert', (path) => ['convert', path, 'out.npz']],
    ['a picture', (path) => ['predict', path]],
    ['a picture to show', (path) => ['show', path]],
    ['a vector', (path) => ['forward', '--input', path]],
  ];
  it.each(commands)('as %s', (_, argsOf) => {
    for (const [path, message] of [
      ['huge', /^huge has 1000000000 bytes; at most \d+ are read$/],
      ['pipe', /^pipe is no regular file/],
      ['/dev/zero', /^\/dev\/zero is no regular file/],
    ] as const) {
      const { status, stdout, stderr } = mnn([...argsOf(path), '--json'], { cwd: folder });
      expect({ path, status }).toEqual({ path, status: 1 });
      // What predict says of each picture is its result.
      const { error } = JSON.parse(stderr || stdout) as { error: { code: string; message: string } };
      expect({ path, code: error.code }).toEqual({ path, code: 'E_LIMIT' });
      expect(error.message).toMatch(message);
    }
  });

  it('as standard input', () => {
    const { stderr } = shell('mnn forward --input - --json < /dev/zero');
    expect(stderr).toMatch(/^\{"error":\{"code":"E_LIMIT"/);
  });

  it('a folder in a file’s place is named as what it is', () => {
    for (const command of ['eval --weights set', 'inspect set', 'forward --input set']) {
      const { status, stderr } = mnn(command.split(' '), { cwd: folder });
      expect({ command, status, stderr }).toEqual({
        command,
        status: 1,
        stderr: 'error: set is a folder, not a file\n',
      });
    }
    expect(mnn(['predict', 'set'], { cwd: folder }).stderr).toBe(
      'error: there is no picture in the folder set\n',
    );
  });

  it('as IDX, packed or not', () => {
    const images = join(folder, 'set', 't10k-images-idx3-ubyte');
    // A gigabyte that says by its first bytes that it is gzip.
    writeFileSync(join(folder, 'packed'), Uint8Array.of(0x1f, 0x8b));
    truncateSync(join(folder, 'packed'), 1e9);
    for (const [target, code] of [
      [join(folder, 'packed'), 'E_LIMIT'],
      [join(folder, 'pipe'), 'E_LIMIT'],
      ['/dev/zero', 'E_LIMIT'],
      // By its header, which is all zeros.
      [join(folder, 'huge'), 'E_FORMAT'],
    ] as const) {
      rmSync(images, { force: true });
      symlinkSync(target, images);
      const { status, stderr } = mnn(['eval', '--data-dir', 'set', '--json'], { cwd: folder });
      const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
      expect({ target, status, code: error.code }).toEqual({ target, status: 1, code });
      expect(error.message).toMatch(/^set\/t10k-images-idx3-ubyte /);
    }
  });
});

describe('streams', () => {
  it('a full disk is an error, and none where only notes are lost', () => {
    const { status, stderr } = shell('mnn eval > /dev/full');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC/m);
    expect(shell('mnn forward 2> /dev/full').stdout).toBe('[0.31682708 0.69627909]\n');
    expect(shell('mnn eval --batch 0 2> /dev/full').status).toBe(2);
  });

  it('a device is not written over', () => {
    for (const command of ['convert book /dev/full --to npz', 'show 0 --out /dev/full']) {
      const { status, stderr } = mnn(command.split(' '));
      expect({ command, status }).toEqual({ command, status: 1 });
      expect(stderr).toMatch(/^error: \/dev\/full is a device or a pipe; the name of a file is wanted\n/);
      expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    }
  });

  it.each(['eval', 'show 0-99', 'inspect --list', '--help', 'forward --trace'])(
    'a reader that has gone is none: mnn %s',
    (command) => {
      expect(shell(`mnn ${command} | true; echo "\${PIPESTATUS[0]}"`)).toEqual({
        status: 0,
        stdout: '0\n',
        stderr: '',
      });
    },
  );

  (hasScript ? it : it.skip)('standard input may be a terminal, and ends as one does', () => {
    const typed = (text: string): string =>
      shell(`printf '${text}' | script -qec "'${process.execPath}' '${program}' forward --input -" /dev/null`)
        .stdout;
    expect(typed('[1, 0.5]\\n\\004')).toMatch(/^\[0\.31682708 0\.69627909\]\r$/m);
    expect(typed('\\004')).toMatch(/^error: standard input is not JSON/);
  });

  it('a full pipe that does not make writers wait loses nothing', async () => {
    const pipe = openSync(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
    // By way of a shell: a child's own standard output is made to wait.
    const child = spawn('bash', ['-c', 'exec "$0" "$@" >&3', process.execPath, program, 'show', '0-299'], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', pipe],
    });
    const ended = once(child, 'close');
    const chunks: Buffer[] = [];
    const readAll = (): void => {
      const chunk = Buffer.alloc(16_384);
      for (;;) {
        try {
          chunks.push(Buffer.from(chunk.subarray(0, readSync(pipe, chunk))));
        } catch {
          return;
        }
      }
    };
    const reading = setInterval(readAll, 20);
    expect(await ended).toEqual([0, null]);
    clearInterval(reading);
    readAll();
    closeSync(pipe);
    const wanted = mnn(['show', '0-299']).stdout;
    // More than a pipe holds.
    expect(wanted.length).toBeGreaterThan(65_536);
    expect(Buffer.concat(chunks).toString()).toBe(wanted);
  });

  it('standard output, error and input may be closed', () => {
    expect(shell('mnn forward >&- 2>&- <&-').status).toBe(0);
    expect(shell('mnn forward 2>&-').stdout).toBe('[0.31682708 0.69627909]\n');
    expect(shell('mnn forward <&-').stdout).toBe('[0.31682708 0.69627909]\n');
    expect(shell('mnn eval --batch 0 2>&-').status).toBe(2);
    expect(shell('mnn forward --input - <&-').status).toBe(1);
  });
});

describe('signals', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %i', async (signal, expected) => {
    const child = spawn(process.execPath, [program, 'draw', '--port', '0', '--no-open'], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // Its first line tells that it runs.
    await once(child.stdout, 'data');
    child.kill(signal);
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status).toBe(expected);
  });

  it('among hundreds of pictures, what is printed is whole lines', async () => {
    mnn(['show', '0', '--out', 'seven.png'], { cwd: folder });
    const pictures = Array.from({ length: 300 }, () => 'seven.png');
    const child = spawn(process.execPath, [program, 'predict', ...pictures], {
      cwd: folder,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      child.kill('SIGINT');
    });
    const [status] = (await once(child, 'close')) as [number | null];
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.length).toBeLessThan(300);
    for (const line of lines) expect(line).toMatch(/^seven\.png: 7 \(/);
  });
});

describe('places and names', () => {
  const names = [
    'with space.json',
    '手書き数字.json',
    '😀.json',
    '-dash.json',
    `${'n'.repeat(200)}.json`,
    "quote'.json",
  ];
  it.each(names)('a file called %s', (name) => {
    copyFileSync(bundled, join(folder, name));
    const args = ['forward', '--weights', `./${name}`];
    expect(mnn(args, { cwd: folder })).toEqual({
      status: 0,
      stdout: '[0.31682708 0.69627909]\n',
      stderr: '',
    });
  });

  it('a missing folder is named before anything is written', () => {
    const { status, stderr } = mnn(['convert', 'book', 'nowhere/book.npz'], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write .*there is no folder .*nowhere\nhint: mkdir -p /);
  });

  it('a folder that may not be written in is named, and nothing is left there', () => {
    const readOnly = join(folder, 'read-only');
    mkdirSync(readOnly);
    chmodSync(folder, 0o755);
    chmodSync(readOnly, 0o555);
    for (const [command, message] of [
      ['convert book read-only/a.npz', /^error: cannot write \S+ abuse \w+\/read-only\/a\.npz: EACCES/],
      ['plot relu --out read-only/a.svg', /^error: cannot write .*a\.svg: EACCES/],
      ['eval --report read-only/a.html', /^error: cannot write .*a\.html: EACCES/],
      [
        'fetch-mnist --data-dir read-only',
        /^error: cannot write in .*read-only: permission denied\nhint: --data-dir/,
      ],
    ] as const) {
      const { status, stdout, stderr } = asNobody(command.split(' '));
      expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: '' });
      expect(stderr).toMatch(message);
    }
    expect(readdirSync(readOnly)).toEqual([]);
  });

  it('a user of whom the system knows nothing reads what is bundled, and is told where else was looked', () => {
    expect(asNobody(['show', '0'])).toMatchObject({ status: 0, stderr: '' });
    const { status, stderr } = asNobody(['eval', '--split', 'train']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: the train split of mnist is in none of /);
  });

  it('a working folder that is gone matters only where a path is relative to it', () => {
    const gone = (command: string): Run =>
      shell(`mkdir gone; cd gone; rmdir ../gone; ${command}`, { cwd: folder });
    expect(gone('mnn forward')).toEqual({ status: 0, stdout: '[0.31682708 0.69627909]\n', stderr: '' });
    const { status, stderr } = gone('mnn convert book a.npz');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'error: the folder that mnn was started in is no longer there\nhint: cd to a folder that is there\n',
    );
  });

  it('a name as long as names can be is written', () => {
    // 243 bytes in UTF-8, of at most 255.
    const name = `${'数'.repeat(80)}.npz`;
    expect(mnn(['convert', 'book', name], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(folder)).toContain(name);
  });

  it('no HOME, no locale, a dumb terminal, any width', () => {
    for (const env of [
      { HOME: '' },
      { LC_ALL: 'tr_TR.UTF-8' },
      { LC_ALL: 'C' },
      { TERM: 'dumb' },
      { COLUMNS: '20' },
      { COLUMNS: '500' },
      { LANG: 'xx_YY' },
    ]) {
      const { status, stdout, stderr } = mnn(['show', '0'], { env: env as Record<string, string> });
      expect({ env, status, stderr }).toEqual({ env, status: 0, stderr: '' });
      expect(stdout).toMatch(/label: 7\n$/);
    }
  });
});

/** As a user without a home, whom the system does not know: whoever runs the tests may be root, who may write anywhere. */
function asNobody(args: readonly string[]): Run {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH },
    encoding: 'utf8',
    ...(process.getuid?.() === 0 ? { uid: 54321, gid: 54321 } : {}),
  });
  return { status, stdout, stderr };
}
