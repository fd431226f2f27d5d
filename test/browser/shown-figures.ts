import type { Page } from "playwright-core";

const number = (text: string) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));

/** A title or the text of something in each of the elements; the specs know no DOM. */
const inEach = (elements: string, ...what: [selector: string, part: "text" | "title"][]): string =>
  `[...document.querySelectorAll(${JSON.stringify(elements)})].map((e) => [${what
    .map(([selector, part]) => {
      const found = `e.querySelector(${JSON.stringify(selector)})`;
      return part === "text" ? `${found}.firstChild.textContent` : `${found}.title`;
    })
    .join(", ")}])`;

/** What a person reads off Analyse, number by number. */
export class Shown {
  constructor(private readonly page: Page) {}

  /** Until no view is older than its question. */
  async settled(): Promise<void> {
    await this.page.locator('.analyse-views[data-old="false"]').waitFor();
  }

  async total(): Promise<number> {
    await this.settled();
    return number(await this.page.locator(".analyse-number b").innerText());
  }

  /** Percent against the period before and the same days last year; null: there was nothing. */
  async changes(): Promise<(number | null)[]> {
    const lines = await this.page.locator(".analyse-total li").allInnerTexts();
    return lines.map((line) => {
      const found = /([+−]\d+)%/.exec(line.replaceAll(",", ""));
      return found ? number(found[1]!) : null;
    });
  }

  /** How many are told to be known only between two moments. */
  async vague(): Promise<number> {
    return number(
      /([\d,]+) 件只知道/.exec(await this.page.locator(".analyse-times").innerText())![1]!,
    );
  }

  async hours(): Promise<number[]> {
    const labels = await this.page.evaluate<string[]>(
      "[...document.querySelectorAll('.analyse-clock [role=gridcell]')].map((c) => c.title)",
    );
    return labels.map((label) => number(/：([\d,.]+) 件/.exec(label)![1]!));
  }

  private pairs = (elements: string, ...what: Parameters<typeof inEach>[1][]) =>
    this.page.evaluate<[string, string][]>(inEach(elements, ...what));

  /** Bars of a list by their names. */
  async bars(label: string): Promise<Map<string, number>> {
    const rows = await this.pairs(
      `table.analyse-bars[aria-label="${label}"] tbody tr[data-below=false]`,
      ["th button", "title"],
      ["td b", "text"],
    );
    return new Map(rows.map(([name, text]) => [name, number(text)]));
  }

  /** Incidents of each grid of the ranking, by its name. */
  async ranked(): Promise<Map<string, number>> {
    const titles = await this.page.evaluate<string[]>(
      "[...document.querySelectorAll('.analyse-ranking tbody button')].map((b) => b.title)",
    );
    return new Map(
      titles.map((title) => {
        const [name, count] = title.split("：") as [string, string];
        return [name, number(count)];
      }),
    );
  }

  /** Days of the histogram, in the window and beside it. */
  async days(): Promise<Map<string, number>> {
    const rows = await this.pairs(".analyse-days table tbody tr", ["th", "text"], ["td", "text"]);
    return new Map(rows.map(([day, text]) => [day, number(text)]));
  }

  /** «5,501 格 · 热点 165（未校正 347）· 两档一致 99», as numbers. */
  async hot(): Promise<{ cells: number; hot: number; raw: number; stable: number }> {
    const said = this.page.locator('.analyse-hot-said[data-old="false"]', { hasText: "格" });
    const [cells, hot, raw, stable] = (await said.innerText({ timeout: 60_000 }))
      .match(/[\d,]+/g)!
      .map(number);
    return { cells: cells!, hot: hot!, raw: raw!, stable: stable! };
  }
}
