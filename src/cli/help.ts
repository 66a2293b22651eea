/**
 * Help in the user's language: commander's own words, and lines that are measured and broken by what they take on the
 * terminal. Names of options and what stands in <…> stay as they are.
 */
import type { Argument, HelpConfiguration, Option } from 'commander';
import { t } from '../text.js';
import { displayWidth, wrap } from '../views/width.js';

const TITLES: Readonly<Record<string, () => string>> = {
  'Usage:': () => t`Usage:`,
  'Arguments:': () => t`Arguments:`,
  'Options:': () => t`Options:`,
  'Global Options:': () => t`Global Options:`,
  'Commands:': () => t`Commands:`,
};

/** Narrower than this, text is left to the terminal. */
const NARROWEST = 40;

export const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  displayWidth,
  boxWrap: (text, width) => (width < NARROWEST ? text : wrap(text, width)),
  styleTitle: (title) => TITLES[title]?.() ?? title,
  optionDescription: (option) => describe(option, takesValue(option)),
  argumentDescription: (argument) => describe(argument, true),
};

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** The description, and in brackets what may be given and what holds where nothing is. */
function describe(item: Option | Argument, withDefault: boolean): string {
  const { description, argChoices, defaultValue, defaultValueDescription } = item;
  const remarks: string[] = [];
  if (argChoices) remarks.push(t`choices: ${argChoices.map((choice) => JSON.stringify(choice)).join(', ')}`);
  // A default that depends on other options has a description and no value.
  const standard = defaultValueDescription ?? JSON.stringify(defaultValue);
  if (withDefault && standard !== undefined) remarks.push(t`default: ${standard}`);
  return remarks.length === 0 ? description : t`${description} (${remarks.join(', ')})`;
}
