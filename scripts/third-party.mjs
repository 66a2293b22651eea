// THIRD_PARTY.md: whose code is in dist/, by the modules that the bundler put there, with the licences that ask to go with it; and
// what npm installs beside it, by the lockfile. `npm run third-party` writes it; a build fails where it is not up to date.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 'THIRD_PARTY.md';

/** @param outputs what the bundler returns @param write or else only compare */
export function thirdParty(outputs, { write }) {
  const page = format(bundledPackages(outputs), installedPackages());
  if (write) writeFileSync(PAGE, page);
  else if (readFileSync(PAGE, 'utf8') !== page) throw new Error(`${PAGE} is stale: npm run third-party`);
}

/** Folders of packages of which a chunk holds code: tree-shaking may have left nothing of a module. */
function bundledPackages(outputs) {
  const modules = outputs
    .flatMap(({ output }) => output)
    .flatMap(({ modules = {} }) => Object.entries(modules))
    .filter(([, { renderedLength }]) => renderedLength > 0);
  const folders = new Set(modules.flatMap(([id]) => folderOf(id) ?? []));
  const packages = [...folders].map(readPackage);
  // The same one may lie in several places.
  return [...new Map(packages.map((found) => [`${found.name} ${found.version}`, found])).values()].sort(
    byName,
  );
}

/** `…/node_modules/a/node_modules/@b/c/d.js` → `…/node_modules/a/node_modules/@b/c` */
function folderOf(id) {
  // The bundler's own few lines that hold modules together.
  if (id.includes('rolldown/runtime')) return join('node_modules', 'rolldown');
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0];
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.sort().flatMap((file) => readTexts(join(folder, file)));
  if (texts.length === 0) throw new Error(`${name} has no licence to go with it`);
  return { name, version, license, texts };
}

/** A file, or those of a folder. */
function readTexts(path) {
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => readTexts(join(path, name)));
  return [
    readFileSync(path, 'utf8')
      .replaceAll('\r\n', '\n')
      .replace(/[ \t]+$/gm, '')
      .trim(),
  ];
}

/** What `npm install mnn-cli` brings, on whatever system. */
function installedPackages() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version, license, optional = false, devOptional = false }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      license,
      optional: optional || devOptional,
    }))
    .sort(byName);
}

function byName(a, b) {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

function format(bundled, installed) {
  const lines = bundled.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const beside = installed.map(
    ({ name, version, license, optional }) =>
      `| ${name} | ${version} | ${license} | ${optional ? 'optional' : ''} |`,
  );
  return `# Third-party software

Written by \`npm run third-party\`. The licence of mnn itself is in LICENSE, those of MNIST's files in data/README.md.

## In dist/

| package | version | licence |
| --- | --- | --- |
${lines.join('\n')}

## Installed by npm beside it

Each comes with its own licence. Of sharp and its parts npm takes those for the system at hand.

| package | version | licence | |
| --- | --- | --- | --- |
${beside.join('\n')}

## Licences of what is in dist/
${sections(bundled).join('\n')}`;
}

/** Each text once, under the names of all that are under it. */
function sections(bundled) {
  const owners = new Map();
  for (const { name, texts } of bundled)
    for (const text of texts) owners.set(text, [...(owners.get(text) ?? []), name]);
  return Array.from(owners, ([text, names]) => `\n### ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
}
