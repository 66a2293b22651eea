// `npm ci` in a clone leaves a built program. Without the development packages (`--omit=dev`) there is nothing to build with.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

if (existsSync('node_modules/rolldown') && existsSync('node_modules/typescript')) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
