import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // One more than there are cores: many a test waits, for a process, a disk or a server.
  maxWorkers: availableParallelism() + 1,
  // Long enough for the slowest machine: no test is about time.
  testTimeout: 120_000,
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest-transform.js' },
  reporters: ['default', 'summary', '<rootDir>/scripts/summary-reporter.js'],
};
