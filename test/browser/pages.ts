import type { Browser, BrowserContext, Page } from "playwright-core";
import type { StartedService } from "./started-service.js";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** The demonstration's town, near enough to see houses. */
export const PLACE = [107.395, 29.711] as const;
export const NEAR = `map=15.60/${PLACE[1]}/${PLACE[0]}`;

export interface Opening {
  /** Of the workspace; without one the role's first. */
  path?: string;
  viewport?: typeof DESKTOP;
  /** How the page is called, where it is not by the service's own address. */
  origin?: string;
  locale?: string;
  /** Faults that the test itself plants. */
  expects?: RegExp;
  /** Runs in the page before anything of it. */
  before?: string;
}

/** Pages of one test: opened as a role sees them, their faults kept, all closed together. */
export class Pages {
  readonly faults: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    readonly service: StartedService,
  ) {}

  /** A page as a role sees it, with the session as the browser would keep it. */
  async open(role: string | null, hash = "", opening: Opening = {}): Promise<Page> {
    const { viewport = DESKTOP, origin = this.service.url, locale = "zh-CN" } = opening;
    const context = await this.browser.newContext({
      viewport,
      locale,
      hasTouch: viewport === PHONE,
      serviceWorkers: "block",
    });
    this.contexts.push(context);
    if (role)
      await context.addCookies([
        {
          name: "hearthgrid_session",
          value: await this.service.tokenOf(role),
          url: origin,
          httpOnly: true,
          sameSite: "Strict",
        },
      ]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const note = (fault: string) => {
      if (!opening.expects?.test(fault)) this.faults.push(fault);
    };
    page.on("pageerror", (error) => {
      note(error.message);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        note(`asked another host: ${request.url()}`);
    });
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) note(message.text());
    });
    if (opening.before) await page.addInitScript(opening.before);
    await page.goto(`${origin}/${opening.path ?? ""}${hash && `#${hash}`}`);
    return page;
  }

  async close(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
  }
}

export const idle = (page: Page) => page.waitForSelector(".map[data-idle]", { timeout: 60_000 });

/** Goes on by Tab until what has the focus says so. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate("document.activeElement.textContent");
    if (focused === text) return;
  }
  throw new Error(`no Tab leads to ${text}`);
}
