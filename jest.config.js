import { availableParallelism } from 'node:os';

/** These act through what Windows has not: pipes with names, signals, its shells. There npm run check:tarball tries the commands. */
const POSIX_TESTS = [
  'test/cli/(abuse|completion|draw|fetch-mnist|program|report|start-up)',
  'test/mnist/fetch/(files|kills)',
  'test/model/load',
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // One more than there are cores: many a test waits, for a process, a disk or a server.
  maxWorkers: availableParallelism() + 1,
  // Long enough for the slowest machine: no test is about time.
  testTimeout: 120_000,
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: process.platform === 'win32' ? POSIX_TESTS : [],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest-transform.js' },
  // For npm run coverage. What tests try by spawning the built program, the commands above all, is not counted.
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts', '!src/**/assembly/**'],
  coverageReporters: ['text', 'html'],
  reporters: ['default', 'summary', '<rootDir>/scripts/summary-reporter.js'],
};
