/** A report as its reader meets it: made by the built program, opened from disk in a real browser, which is shut off from the network. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { mnn } from '../cli/mnn.js';
import {
  axeViolations,
  describeInBrowser,
  launchBrowser,
  watch,
  widthBeyondEdge,
  type Watched,
} from './browser.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-report-'));
const [english, japanese] = ['en', 'ja'].map((language) => join(folder, `${language}.html`)) as [
  string,
  string,
];

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describeInBrowser('a report', () => {
  let browser: Browser;
  let page: Page;
  let watched: Watched;

  beforeAll(async () => {
    const launching = launchBrowser();
    mnn(['eval', '--batch', '10,1000', '--perturb', 'invert', '--report', english]);
    mnn(['eval', '--limit', '300', '--report', japanese, '--lang', 'ja']);
    browser = await launching;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.context().close();
  });

  async function open(file: string, options: BrowserContextOptions = {}): Promise<void> {
    page = await (await browser.newContext({ ...DESKTOP, ...options, offline: true })).newPage();
    watched = watch(page);
    await page.goto(pathToFileURL(file).href);
  }

  /** Cells of the confusion matrix that open something. */
  const cells = (): Locator => page.locator('.matrix button');
  const dialog = (): Locator => page.getByRole('dialog');
  const isFocused = async (element: Locator): Promise<boolean> =>
    await element.evaluate((node) => node === node.ownerDocument.activeElement);

  it('of the whole test set is one small file that needs nothing else', async () => {
    await open(english);
    expect(statSync(english).size).toBeLessThan(2_000_000);
    expect(await page.title()).toBe('book on mnist test – mnn eval');
    expect(watched.requests.filter((url) => !url.startsWith('data:image/png'))).toEqual([
      pathToFileURL(english).href,
    ]);
    expect(watched.complaints).toEqual([]);
  });

  it('opens the digits behind a cell by mouse, all of them with their pictures', async () => {
    await open(english);
    const mistakes = page
      .locator('.matrix .wrong')
      .filter({ hasNotText: /^\s*1\s*$/ })
      .first();
    await mistakes.click();
    const count = Number(await mistakes.textContent());
    expect(count).toBeGreaterThan(1);
    const [, label, digit] = /^label (\d), answer (\d): /.exec((await mistakes.getAttribute('aria-label'))!)!;
    expect(await dialog().getByRole('heading').textContent()).toBe(`Label ${label}, answer ${digit}`);
    const pictures = dialog().getByRole('img', {
      name: new RegExp(`^\\[\\d+\\]: label ${label}, answer ${digit}$`),
    });
    expect(await pictures.count()).toBe(count);
    const widths = await pictures.evaluateAll((all) =>
      all.map((image) => (image as HTMLImageElement).naturalWidth),
    );
    expect(widths).toEqual(widths.map(() => 28));
    await page.mouse.click(2, 2); // beside it
    expect(await dialog().count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  it('opens and closes them by keyboard alone, and gives the focus back', async () => {
    await open(english);
    const [first, second] = [cells().first(), cells().nth(1)];
    await first.focus();
    await page.keyboard.press('Enter');
    const close = dialog().getByRole('button', { name: 'Close' });
    expect(await isFocused(close)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await dialog().count()).toBe(0);
    expect(await isFocused(first)).toBe(true);
    await page.keyboard.press('Space');
    await page.keyboard.press('Space'); // on the button
    expect(await dialog().count()).toBe(0);
    expect(await isFocused(first)).toBe(true);
    // From cell to cell by Tab, those without digits left out.
    await page.keyboard.press('Tab');
    expect(await isFocused(second)).toBe(true);
  });

  it('has a chart of times where several batch sizes ran, and none of one', async () => {
    const charts = (): Locator => page.locator('figure[role="img"]');
    await open(english);
    expect(await charts().last().getAttribute('aria-label')).toBe('Images a second by batch size');
    expect(await charts().last().locator('path').count()).toBeGreaterThan(2);
    await page.goto(pathToFileURL(japanese).href);
    expect(await charts().count()).toBe(1);
  });

  it.each([
    ['English', english],
    ['Japanese', japanese],
  ])('has nothing beyond the edge, from the narrowest phone to a desktop: %s', async (_, file) => {
    await open(file);
    await page.locator('summary').click();
    for (const width of [320, 390, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await widthBeyondEdge(page)]).toEqual([width, 0]);
    }
  });

  it.each([
    ['English, light, on a desktop', english, { ...DESKTOP, colorScheme: 'light' }],
    ['Japanese, dark, on a phone', japanese, { ...PHONE, colorScheme: 'dark' }],
  ] as const)('has nothing that axe objects to: %s', async (_, file, options) => {
    await open(file, options);
    await page.locator('summary').click();
    expect(await axeViolations(page)).toEqual([]);
    await cells().first().click();
    expect(await axeViolations(page, '[popover]:popover-open')).toEqual([]);
  });

  it('is printed light, within the width of the paper, without what only a screen can do', async () => {
    // A4 within margins of a centimetre is 718 CSS pixels wide, US Letter with margins of an inch 624.
    await open(english, { colorScheme: 'dark', viewport: { width: 624, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await widthBeyondEdge(page)).toBe(0);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.locator('details').isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
