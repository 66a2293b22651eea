/** Colours for text on stdout. Chalk is loaded only where there is a colour to show: it costs a tenth of the start-up. */

/** The styles that views use; each returns the text, painted or as it is. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  /** Greys, 0 black to 255 white; only where the terminal has them. */
  readonly shade?: ((text: string, foreground: number, background: number) => string) | undefined;
}

const asIs = (text: string): string => text;
export const plainPaint: Paint = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether there is to be colour: flags win over the environment, the environment over the terminal.
 * @param flag `--color`, `--no-color`, or neither
 */
export function wantsColour(flag: boolean | undefined, env: Environment, isTerminal: boolean): boolean {
  if (flag !== undefined) return flag;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** Sixteen colours at least, more where the terminal has them. */
export async function colourPaint(): Promise<Paint> {
  const { Chalk, supportsColor } = await import('chalk');
  const chalk = new Chalk({ level: supportsColor ? supportsColor.level : 1 });
  if (chalk.level < 2) return chalk;
  const shade: Paint['shade'] = (text, foreground, background) =>
    chalk.rgb(foreground, foreground, foreground).bgRgb(background, background, background)(text);
  return Object.assign(chalk, { shade });
}
