/** Shows an address in the user's browser, where there is a screen to show it on. */

/** Whether a browser would be seen by the user who started the program. */
export function hasScreen(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return false;
  const isDesktopSystem = platform === 'darwin' || platform === 'win32';
  return isDesktopSystem || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'] || env['WSL_DISTRO_NAME']);
}

/** Opens it, or does nothing: the address is printed in any case. */
export async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    await open(url);
  } catch {
    // No browser, or none that can be found.
  }
}
