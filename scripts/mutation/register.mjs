// Lets Mocha run the tests, which are written for Jest, in TypeScript: node --import ./scripts/mutation/register.mjs
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
