import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { causes } from '../../../scorecard/causes.js';
import { style } from '../../../scorecard/reports/html-style.js';
import { renderReport } from '../../../scorecard/reports/index.js';
import { type Browser, browserHere, type Page, startBrowser } from '../../support/browser.js';
import { type SampleScorecard, sampleScorecards, scorecards } from './scorecards.js';

// The HTML report: stands alone, harms nobody, and can be read by everybody.

test.each(sampleScorecards)(
  'the page of the %s scorecard holds no markup but its own, and no address',
  (name) => {
    const page = renderReport('html', scorecards[name]);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<iframe|\son\w+="|(?:src|href)="(?!data:,"|#wrong-\d+")/);
    expect(page).not.toMatch(/https?:/);
  },
);

test.each(sampleScorecards)('every sentence of the %s page is there in both languages', (name) => {
  const page = renderReport('html', scorecards[name]);
  const count = (language: string) => page.split(`<span lang="${language}">`).length - 1;
  expect(count('ko')).toBeGreaterThan(5);
  expect(count('ko')).toBe(count('en'));
});

/** WCAG 2.2, 1.4.3. */
const luminance = (color: string) => {
  const parts =
    color.length === 4 ? [...color.slice(1)].map((one) => one + one) : color.slice(1).match(/../g);
  const [red = 0, green = 0, blue = 0] = (parts ?? []).map((part) => {
    const value = Number.parseInt(part, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string) => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const themes = [...style.matchAll(/:root \{([^}]*--page[^}]*)\}/g)].map(([, text = '']) =>
  Object.fromEntries([...text.matchAll(/--(\w+): (#\w+)/g)].map(([, key = '', color = '']) => [key, color])),
);

test('light, dark and print have contrast enough for text', () => {
  expect(themes).toHaveLength(3);
  for (const theme of themes) {
    for (const ink of ['ink', 'soft', 'good', 'bad', 'warn']) {
      for (const ground of ['page', 'card', 'badwash', 'goodwash']) {
        expect(contrast(theme[ink] ?? '', theme[ground] ?? ''), `${ink} on ${ground}`).toBeGreaterThan(4.5);
      }
    }
  }
});

describe.skipIf(browserHere === undefined)('in a browser (needs chromium)', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(() => {
    browser = startBrowser(browserHere ?? '');
    folder = mkdtempSync(join(tmpdir(), 'kakaocert-report-'));
    for (const name of sampleScorecards)
      writeFileSync(join(folder, `${name}.html`), renderReport('html', scorecards[name]));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (name: SampleScorecard, hash = '') =>
    pathToFileURL(join(folder, `${name}.html`)).href + hash;
  const opened = async (name: SampleScorecard, hash = ''): Promise<Page> => {
    const page = await browser.open();
    await page.goTo(address(name, hash));
    return page;
  };
  const shown = (page: Page) =>
    page.evaluate(
      `['ko', 'en'].filter((one) => [...document.querySelectorAll('main [lang=' + one + ']')].some((node) => node.checkVisibility()))`,
    );
  const choose = (page: Page, language: string) =>
    page.evaluate(`document.querySelector('label:has([value=${language}])').click()`);

  test.each(sampleScorecards)('the %s page complains of nothing and asks for nothing', async (name) => {
    const page = await opened(name);
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    expect(await page.evaluate('document.fonts.ready.then(() => document.title)')).toContain('진단표');
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith('data:'))).toEqual([address(name)]);
  });

  test.each(
    sampleScorecards.flatMap((name) => (['light', 'dark'] as const).map((scheme) => [name, scheme] as const)),
  )('axe-core finds nothing on the %s page, %s', async (name, scheme) => {
    const page = await opened(name);
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await page.command('Emulation.setEmulatedMedia', { features });
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    await page.evaluate(axe.source);
    const { violations }: axe.AxeResults = await page.evaluate('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  test('each language is shown alone, at once when chosen, and the page says which it is', async () => {
    const page = await opened('failing', '#ko');
    expect(await shown(page)).toEqual(['ko']);
    await choose(page, 'en');
    expect(await shown(page)).toEqual(['en']);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.evaluate(`document.querySelector('h1').innerText`)).toBe('kakaoCert client scorecard');
  });

  test("without an address's word it is in the reader's own language", async () => {
    const page = await browser.open();
    for (const [locale, language] of [
      ['ko-KR', 'ko'],
      ['de-DE', 'en'],
    ] as const) {
      await page.command('Emulation.setUserAgentOverride', { userAgent: 'test', acceptLanguage: locale });
      await page.goTo(address('clean'));
      expect(await shown(page)).toEqual([language]);
    }
  });

  test('without scripts it is in Korean, and the switch works', async () => {
    const page = await browser.open();
    await page.command('Emulation.setScriptExecutionDisabled', { value: true });
    await page.goTo(address('failing'));
    expect(await shown(page)).toEqual(['ko']);
    await choose(page, 'en');
    expect(await shown(page)).toEqual(['en']);
  });

  test.each(sampleScorecards)('the %s page fits a phone', async (name) => {
    const page = await opened(name);
    const narrow = { width: 360, height: 740, deviceScaleFactor: 2, mobile: true };
    await page.command('Emulation.setDeviceMetricsOverride', narrow);
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('without its styles it is plain, and the languages stand apart', async () => {
    const page = await opened('failing');
    const counts = `document.querySelector('.score p:last-child').innerText`;
    await choose(page, 'en');
    expect(await page.evaluate(counts)).toBe('2 wrong · 1 expected');
    await page.evaluate(`document.querySelector('style').remove()`);
    expect(await page.evaluate(counts)).toBe('오류 2 / 2 wrong · 예상된 오류 1 / 1 expected');
  });

  test('where much is wrong, an overview leads to each', async () => {
    const page = await opened('dreadful', '#ko');
    const links = `[...document.querySelectorAll('.overview a')]`;
    expect(await page.evaluate(`${links}.length`)).toBe(4);
    // The gravest is the first, whatever the order of the scenarios.
    await page.evaluate(`${links}[0].click()`);
    expect(await page.evaluate(`document.querySelector(':target h3').innerText`)).toBe(
      causes.signatureUnchecked.words.ko,
    );
  });

  test('dark is dark', async () => {
    const page = await opened('failing');
    await page.command('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(22, 22, 20)');
  });

  test('on paper all that was folded is there, and the switch is not', async () => {
    const page = await opened('failing');
    await page.command('Emulation.setEmulatedMedia', { media: 'print' });
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('details:not([open]) td')].some((one) => !one.checkVisibility())`,
      ),
    ).toBe(false);
    expect(await page.evaluate(`document.querySelector('fieldset').checkVisibility()`)).toBe(false);
  });
});
