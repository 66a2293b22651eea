/**
 * A real browser for tests: the system's Chromium, driven by playwright-core, which brings none of its own. Where there is
 * none, tests that want it report themselves skipped. MNN_CHROMIUM names another.
 */
import { existsSync } from 'node:fs';
import { describe, jest } from '@jest/globals';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['MNN_CHROMIUM'],
  // The same without windows: it starts in a third of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

// A browser starts in a second or two, on a busy machine in ten.
jest.setTimeout(60_000);

/** `describe` where there is a browser. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

/** One for a file of tests; close it in `afterAll`. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page says and asks for while it is open. */
export interface Watched {
  /** Errors and warnings of the console, exceptions, and what the content security policy forbade. */
  readonly complaints: readonly string[];
  /** The addresses of all requests, the page itself first. */
  readonly requests: readonly string[];
}

/** Begins to watch a page; call it before the page goes anywhere. */
export function watch(page: Page): Watched {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}

/** What axe objects to on the page, or a part of it, as it is now: the rules, and the elements that break them. */
export async function axeViolations(page: Page, part = 'html'): Promise<string[][]> {
  await page.evaluate(axe.source);
  return await page.evaluate(
    `axe.run('${part}', { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    )`,
  );
}

/** How far the page reaches beyond the right edge of its window: 0 where nobody has to scroll sideways. */
export async function widthBeyondEdge(page: Page): Promise<number> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
