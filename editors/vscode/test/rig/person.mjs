// What a person does in the window of VS Code.
import { join } from 'node:path';
import { until } from './wait.mjs';

const input = '.quick-input-widget:visible .quick-input-box input';
const line = '.editor-instance .view-line';

/** The hands and eyes of a person before a page whose user has some settings. */
export function person(page, settings) {
  const press = (key) => page.keyboard.press(key);
  const command = (title) => until(`the command “${title}”`, async () => {
    const box = page.locator(input);
    // What was done before may take the focus back, and that closes the palette.
    if (!await box.isVisible()) await press('F1');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    return box.fill(`>${title}`, { timeout: 2_000 }).then(() => row.click({ timeout: 5_000 })).then(() => true, () => false);
  });
  /** The text of the editor, as far as it is on the screen. */
  const text = () => page.evaluate((lines) =>
    [...document.querySelectorAll(lines)]
      .sort((a, b) => parseInt(a.style.top) - parseInt(b.style.top))
      .map((each) => each.textContent.replaceAll('\u00a0', ' ')).join('\n'), line);
  /** Closes an editor by its tab. */
  const close = async (title) => {
    const tab = page.locator('.tab', { hasText: title });
    await tab.locator('.tab-actions a').click();
    await tab.waitFor({ state: 'detached' });
  };
  return {
    press, command, text, close,
    /** Keeps a picture of the window, or of the part of it that a locator names. */
    screenshot: async (name, part = page) => {
      await page.waitForTimeout(300); // what fades in has done so
      await part.screenshot({ path: join(process.env.SHOTS, `${name}.png`) });
    },
    /** Keeps a picture of the editors without the rest of the window, as README and walkthrough show it. */
    picture: async (name, height = 470) => {
      const { x, y, width } = await page.locator('.part.editor').boundingBox();
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(process.env.SHOTS, 'media', `${name}.png`), clip: { x, y, width, height } });
    },
    /**
     * Makes the settings of 'User' or 'Remote' (where VS Code looks for paths of this
     * machine) others, in their editor: the files are not watched.
     */
    set: async (where, some) => {
      await command(`Preferences: Open ${where} Settings (JSON)`);
      await page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
      await page.locator(line).first().click();
      await press('Control+A');
      await page.keyboard.insertText(JSON.stringify(where === 'User' ? { ...settings, ...some } : some));
      await press('Control+Shift+End'); // what the editor closed by itself
      await press('Delete');
      await press('Control+S');
      await page.locator('.tab.dirty').waitFor({ state: 'detached' });
      await close('settings.json'); // or the next one would be taken for this
    },
    open: async (name) => {
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: new RegExp(`^${name}$`) }).first().dblclick();
      await page.waitForSelector(line);
    },
    /** Goes to an editor by its tab, and has the cursor there. */
    turnTo: async (title) => {
      await page.locator('.tab', { hasText: title }).first().click();
      await page.locator('.editor-instance .monaco-editor.focused').waitFor();
    },
    /** Moves the cursor, by line and column from 1. */
    goTo: async (row, column) => {
      await press('Control+G');
      await page.waitForSelector(input);
      await page.locator(input).fill(`:${row}:${column}`);
      await press('Enter');
      await page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${row}, Col ${column}(?!\\d)`) }).waitFor();
    },
    /** Moves the mouse over the first word of a line, and gives the hover's words once they say what they should. */
    hover: async (words, says) => {
      const word = page.locator(line, { hasText: words }).first().locator('span span').first();
      const parts = page.locator('.monaco-hover:visible .hover-contents');
      let place;
      return until(`a hover of “${words}”`, async () => {
        // Colours and lenses that arrive draw the line anew, and elsewhere.
        const box = await word.boundingBox({ timeout: 500 }).catch(() => null);
        if (!box) return false;
        if (place !== `${box.x},${box.y}`) {
          place = `${box.x},${box.y}`;
          await page.mouse.move(box.x + 6, box.y + 6);
          await page.mouse.move(box.x + 9, box.y + 8);
        }
        const said = await parts.allInnerTexts();
        return says.test(said.join('\n')) && !said.some((part) => part.startsWith('Loading')) && said.join('\n');
      }, { seen: () => parts.allInnerTexts().then((said) => said.join('\n')) });
    },
    /** Waits until the editor shows a text. */
    shows: (wanted) => until(`the editor shows “${wanted}”`, async () => (await text()).includes(wanted), { seen: text }),
    /** The rows of a list of choices, once they are the same twice. */
    rows: async (list) => {
      const rows = page.locator(`${list} .monaco-list-row`);
      let before;
      return until(`rows in ${list}`, async () => {
        const now = await rows.allInnerTexts();
        const settled = now.length > 0 && now.join('|') === before;
        before = now.join('|');
        await page.waitForTimeout(100);
        return settled && now;
      });
    },
    /** Moves to the row of a list that matches, with the keyboard, as a click can be swallowed, and takes it. */
    choose: async (list, row) => {
      const focused = page.locator(`${list} .monaco-list-row.focused`);
      await until(`a row ${row} in ${list}`, async () => {
        const at = await focused.allInnerTexts();
        if (at.some((words) => row.test(words))) return true;
        await press('ArrowDown');
        return false;
      }, { seen: () => page.locator(`${list} .monaco-list-row`).allInnerTexts().then((rows) => rows.join('\n')) });
      await press('Enter');
    },
    /**
     * Clicks the light bulb of a line. Until the server has answered for that line, the bulb
     * still stands at the line where the cursor was before, and offers what was right there.
     */
    lightBulb: async (words) => {
      const place = page.locator(line, { hasText: words }).first();
      const bulb = page.locator('.lightBulbWidget:visible, [class*="gutter-lightbulb"]:visible').first();
      await until(`a light bulb at “${words}”`, async () => {
        const [there, here] = await Promise.all([bulb, place].map((each) => each.boundingBox({ timeout: 500 }).catch(() => null)));
        // It may stand in the empty line next to it.
        return there && here && Math.abs(there.y - here.y) <= here.height + 2;
      });
      await bulb.click();
    },
    /** Waits until the item behind the “{}” of the status bar says something of the server. */
    status: async (words) => {
      const item = page.locator('.hover-language-status');
      const said = () => item.allInnerTexts().then((texts) => texts.join('\n'));
      await until(`the status “${words}”`, async () => {
        if (!await item.isVisible()) await page.locator('.statusbar-item[id="status.languageStatus"]').hover();
        return (await said()).includes(words);
      }, { seen: said });
      await page.mouse.move(300, 300);
    },
    /** Waits for a notification that says something, and gives it. */
    notification: async (words, seconds = 20) => {
      const toast = page.locator('.notifications-toasts .notification-toast', { hasText: words }).first();
      await toast.waitFor({ timeout: seconds * 1_000 });
      return toast;
    },
  };
}
