/**
 * What users install is what is tried: `npm run check:tarball` packs the package, looks at what is in it, installs it into empty
 * folders, with sharp and without, and has every command, the library and its types used there by the Node that runs this;
 * `-- --nodes 20.19.0,22,24` by others, which come from npm. Ends with a table of Node × command.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkContents } from './tarball/contents.js';
import { checkTypes, libraryTrials } from './tarball/library.js';
import { serveFiles } from './tarball/mirror.js';
import { makePictures } from './tarball/pictures.js';
import { must, runProgram } from './tarball/programs.js';
import { formatMatrix, runTrials, type Column } from './tarball/trials.js';
import { commandTrials } from './tarball/commands.js';

const { values } = parseArgs({ options: { nodes: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'mnn-tarball-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** npm is not to speak of its updates, nor mnn to find the user's data. */
const OWN_SETTINGS = { npm_config_update_notifier: 'false', XDG_DATA_HOME: join(scratch, 'data') };

const step = (title: string): void => console.log(`\n== ${title}`);
const development = (name: string): string => resolve('node_modules', '.bin', name);

step('npm pack');
// `npm run` has built it.
await must(
  runProgram('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], process.cwd()),
);
const tarball = join(
  scratch,
  readdirSync(scratch).find((name) => name.endsWith('.tgz'))!,
);
console.log(await checkContents(tarball));

step('publint; are the types wrong');
await must(runProgram(development('publint'), ['--strict', tarball], scratch));
await must(runProgram(development('attw'), [tarball, '--entrypoints', '.'], scratch));
// What browsers get is an ES module and nothing else, found by `exports`.
const forBrowsers = [
  '--entrypoints',
  './browser',
  '--profile',
  'node16',
  '--ignore-rules',
  'cjs-resolves-to-esm',
];
await must(runProgram(development('attw'), [tarball, ...forBrowsers], scratch));
console.log('nothing to complain of');

const pictures = join(scratch, 'pictures');
makePictures(pictures);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const mirror = await serveFiles('data');
const columns: Column[] = [];
for (const path of await nodes(values.nodes)) {
  const environment = {
    ...process.env,
    ...OWN_SETTINGS,
    PATH: `${dirname(path)}${delimiter}${process.env['PATH']}`,
  };
  for (const hasSharp of [true, false]) {
    const label = `${(await must(runProgram(path, ['--version'], scratch))).trim()}${hasSharp ? '' : ' without sharp'}`;
    step(`installed, ${label}`);
    const folder = join(scratch, label.replaceAll(' ', '-'));
    mkdirSync(folder);
    const how = ['--ignore-scripts', '--no-audit', '--no-fund', ...(hasSharp ? [] : ['--omit=optional'])];
    await must(runProgram('npm', ['install', ...how, tarball], folder, environment));
    if (columns.length === 0) console.log(await checkTypes(folder, development('tsc')));
    const site = { folder, environment, hasSharp, pictures, version, mirror: mirror.url };
    columns.push({ label, outcomes: await runTrials([...commandTrials(site), ...libraryTrials()], site) });
  }
}
mirror.close();

step('passed of tried');
console.log(formatMatrix(columns));
const failures = columns.flatMap(({ label, outcomes }) =>
  outcomes.flatMap(({ failure }) => (failure ? [`${label}: ${failure}`] : [])),
);
for (const failure of failures) console.error(`\n${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** The programs of the versions asked for, each from npm's package of it for this platform. */
async function nodes(versions: string | undefined): Promise<string[]> {
  if (versions === undefined) return [process.execPath];
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const paths: string[] = [];
  for (const wanted of versions.split(',')) {
    const name = `node-${platform}-${process.arch}`;
    const folder = join(scratch, `node-${wanted}`);
    mkdirSync(folder);
    await must(runProgram('npm', ['install', '--no-audit', '--no-fund', `${name}@${wanted}`], folder));
    paths.push(join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node'));
  }
  return paths;
}
