// Lets Node run the project's TypeScript: node --import ./scripts/ts-node.mjs FILE.ts
import { register } from 'node:module';

register('ts-node/esm', import.meta.url);
