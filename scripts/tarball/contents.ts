/** What is in the tarball: no more than users need, nothing of the machine that packed it, within the size that is promised. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { list } from 'tar';

/** Packed, in bytes. */
const MOST_BYTES = 6_000_000;

/** Each file is one of these, and each of these is there. */
const EXPECTED: readonly RegExp[] = [
  /^(package\.json|LICENSE|THIRD_PARTY\.md|CHANGELOG\.md|README(\.ja)?\.md)$/,
  /^bin\/(mnn\.js|package\.json)$/,
  /^data\/(README\.md|digit-subspaces\.npy|t10k-(images-idx3|labels-idx1)-ubyte)$/,
  /^dist\/[\w-]+\.cjs$/,
  /^dist\/(browser\.js|browser\.d\.mts|mnn\.1)$/,
  /^dist\/(relaxed-)?simd\.wasm$/,
  /^dist\/types\/package\.json$/,
  /^dist\/types\/.*\.d\.ts$/,
  /^dist\/web\/(index\.html|page\.js|style\.css|icon\.svg)$/,
  /^messages\/[a-z]{2}\.json$/,
  /^weights\/(README\.md|[\w.-]+\.(safetensors|json))$/,
];

/** npm runs these where a package is installed: there are to be none. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** @returns a line about it @throws when something is in it that should not be, or the other way round */
export async function checkContents(tarball: string): Promise<string> {
  const files = await readTarball(tarball);
  const names = [...files.keys()];
  const complaints = [
    ...names
      .filter((name) => !EXPECTED.some((pattern) => pattern.test(name)))
      .map((name) => `not expected: ${name}`),
    ...EXPECTED.filter((pattern) => !names.some((name) => pattern.test(name))).map(
      (pattern) => `missing: ${pattern}`,
    ),
    ...names
      .filter((name) => tellsOfMachine(files.get(name)!))
      .map((name) => `has a path of this machine: ${name}`),
  ];
  const { scripts = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts?: Record<string, string>;
  };
  complaints.push(
    ...INSTALL_SCRIPTS.filter((name) => name in scripts).map((name) => `runs a script: ${name}`),
  );
  const { size } = statSync(tarball);
  if (size > MOST_BYTES) complaints.push(`${size} bytes packed; at most ${MOST_BYTES} are promised`);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  const unpacked = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return `${names.length} files, ${size} bytes packed, ${unpacked} unpacked`;
}

async function readTarball(file: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await list({
    file,
    onReadEntry: (entry) => {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => files.set(entry.path.replace(/^package\//, ''), Buffer.concat(chunks)));
    },
  });
  return files;
}

function tellsOfMachine(content: Buffer): boolean {
  return [process.cwd(), homedir()].some((path) => path.length > 5 && content.includes(path));
}
