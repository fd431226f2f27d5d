/**
 * Takes a picture of every screen, in both languages and three widths, for someone to look at.
 * Run by `npx tsx test/pictures/screens.ts FOLDER [part of a name…]`; with docs/pictures as the
 * folder, those that the documents show.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { findChromium, openBrowser } from "../browser/browser.js";
import { Pages, PHONE } from "../browser/pages.js";
import { DOCUMENTED, openScreen, SCREENS, type Screen } from "../browser/screens.js";
import { startDemonstration } from "../browser/started-service.js";

const [folder = ".", ...parts] = process.argv.slice(2);
const SIZES = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }, PHONE];
const LANGUAGES = ["zh-CN", "en-GB"];

const service = await startDemonstration(5000);
const browser = await openBrowser(findChromium()!);
const pages = new Pages(browser, service);
mkdirSync(folder, { recursive: true });

async function take(screen: Screen, name: string): Promise<void> {
  try {
    const page = await openScreen(pages, screen);
    await page.waitForTimeout(800);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  } catch (error) {
    console.error(`${name}: ${String(error).split("\n")[0]!}`);
  }
  for (const fault of pages.faults.splice(0)) console.error(`${name}: ${fault}`);
  await pages.close();
}

const wanted = ({ name }: Screen) => parts.length === 0 || parts.some((p) => name.includes(p));
if (path.basename(path.resolve(folder)) === "pictures")
  for (const screen of DOCUMENTED.filter(wanted)) await take(screen, screen.name);
else
  for (const screen of SCREENS.filter(wanted))
    for (const locale of screen.opening?.locale ? [screen.opening.locale] : LANGUAGES)
      for (const viewport of screen.opening?.viewport ? [screen.opening.viewport] : SIZES)
        await take(
          { ...screen, opening: { ...screen.opening, locale, viewport } },
          `${screen.name.replaceAll(" ", "-")}-${locale.slice(0, 2)}-${viewport.width}`,
        );
await browser.close();
await service.stop();
