/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Jest leaves one core idle unless told: on two cores that would be half the machine.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  reporters: ['default', 'summary', '<rootDir>/scripts/summary-reporter.js'],
};
