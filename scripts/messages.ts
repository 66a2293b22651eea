/**
 * `npm run messages`: which texts the Japanese catalogue lacks, with their places, and which it has for nothing.
 * `npm run messages -- --write` puts it in the order of the source and takes out what is said no more.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findMessages, readCatalogue } from './message-keys.js';

const catalogue = readCatalogue('ja');
const messages = findMessages();
const keys = new Set(messages.map(({ key }) => key));
const missing = messages.filter(({ key }) => !catalogue.has(key));
const stale = [...catalogue.keys()].filter((key) => !keys.has(key));

for (const { key, place } of missing) console.log(`missing  ${place}  ${JSON.stringify(key)}`);
for (const key of stale) console.log(`stale  ${JSON.stringify(key)}`);
console.log(
  `${keys.size} texts, ${new Set(missing.map(({ key }) => key)).size} missing, ${stale.length} stale`,
);

if (process.argv.includes('--write')) {
  const ordered = [...keys].filter((key) => catalogue.has(key)).map((key) => [key, catalogue.get(key)]);
  const path = fileURLToPath(new URL('../messages/ja.json', import.meta.url));
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`);
}
process.exitCode = missing.length + stale.length > 0 ? 1 : 0;
