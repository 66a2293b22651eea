import { expect, it } from '@jest/globals';
import { hasScreen } from '../../src/draw/open-browser.js';

it.each<[Record<string, string>, NodeJS.Platform, boolean]>([
  [{}, 'darwin', true],
  [{}, 'win32', true],
  [{}, 'linux', false],
  [{ DISPLAY: ':0' }, 'linux', true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
  [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', true],
  [{ DISPLAY: '' }, 'linux', false],
  [{ DISPLAY: 'localhost:10.0', SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22' }, 'linux', false],
  [{ SSH_TTY: '/dev/ttys001' }, 'darwin', false],
])('a browser is opened where the user sees it: %j on %s: %s', (env, platform, expected) => {
  expect(hasScreen(env, platform)).toBe(expected);
});
