/** The user's own data folder, by each system's custom. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DatasetName } from './spec.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `$XDG_DATA_HOME/mnn` (`~/.local/share/mnn`), `~/Library/Application Support/mnn` on macOS, `%LOCALAPPDATA%\mnn` on
 * Windows; sets other than MNIST, whose files have the same names, in a folder of their own below that.
 */
export function userDataFolder(dataset: DatasetName, env: Environment, platform: NodeJS.Platform): string {
  const folder = join(dataHome(env, platform), 'mnn');
  return dataset === 'mnist' ? folder : join(folder, dataset);
}

function dataHome(env: Environment, platform: NodeJS.Platform): string {
  if (env['XDG_DATA_HOME']) return env['XDG_DATA_HOME'];
  const home = env['HOME'] || homeOfUser();
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return join(home, '.local', 'share');
}

/** A user of whom the system knows nothing, as in a container, has the root for a home. */
function homeOfUser(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
