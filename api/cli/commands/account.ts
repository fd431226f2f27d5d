import type { Command } from "commander";
import { ROLES } from "../../../schema/roles.js";
import type { AccountView } from "../../accounts/administration.service.js";
import type { RoleGrant } from "../../accounts/role-grants.js";
import { badInput } from "../../core/refusal.js";
import { SERVICE_SETTINGS, type Settings, wholeNumber } from "../../core/settings.js";
import { AREA_ROLES, ORGANISATION_ROLES } from "../../policy/grants.js";
import { askPassword } from "../ask-password.js";
import { type EngineOptions, withEngineOptions } from "../open.js";
import { addSetting } from "../options.js";
import { runOperation } from "../run-operation.js";
import { print, say } from "../say.js";
import { printTable } from "../table.js";

interface AreaOptions extends EngineOptions {
  county?: number;
  village?: string[];
  grid?: string[];
  organisation?: string[];
}

const PAGE = 500;

const areasOf = ({ county, village, grid, organisation }: AreaOptions) => ({
  county,
  villages: village ?? [],
  grids: grid ?? [],
  organisations: organisation ?? [],
});

/** Of several roles each takes what it works in; a single one takes all, and refuses what is not. */
function fit(role: string, areas: ReturnType<typeof areasOf>) {
  const { county, villages, grids, organisations } = areas;
  if ((AREA_ROLES as readonly string[]).includes(role)) return { county, villages, grids };
  if ((ORGANISATION_ROLES as readonly string[]).includes(role)) return { county, organisations };
  return { county };
}

const COUNTY = {
  flags: "--county <code>",
  says: "six digits of the county it is for",
  read: wholeNumber("county", 1, 999_999_999),
};

const withAreas = (command: Command): Command =>
  addSetting(command, COUNTY)
    .option("--village <code...>", "villages an area role covers, by code")
    .option("--grid <code...>", "grids an area role covers, by code or id");

const withOrganisations = (command: Command): Command =>
  withAreas(command).option(
    "--organisation <code...>",
    "organisations that a role for one is held for, by code or id",
  );

/** What a person can do with an account now, where that is less than whoever made it may think. */
function lacks({ login, roles, hasPassword, disabledAt }: AccountView): string[] {
  const sentences: string[] = [];
  const roleless = roles.filter(
    (g) => AREA_ROLES.includes(g.role) && g.villages.length + g.grids.length === 0,
  );
  const bodiless = roles.filter(
    (g) => ORGANISATION_ROLES.includes(g.role) && g.organisations.length === 0,
  );
  if (disabledAt) sentences.push(`${login} is disabled and cannot sign in.`);
  if (roles.length === 0)
    sentences.push(
      `${login} holds no role: signed in, it sees what everybody sees. ` +
        `Give it one: hearthgrid account role ${login} --add ROLE`,
    );
  for (const { role } of roleless)
    sentences.push(
      `${login} has no area as ${role} and sees nothing as one. ` +
        `Give it one: hearthgrid account area ${login} --village CODE`,
    );
  for (const { role } of bodiless)
    sentences.push(
      `${login} has no organisation as ${role} and sees nothing as one. ` +
        `Give it one: hearthgrid account role ${login} --add ${role} --organisation CODE`,
    );
  if (!hasPassword)
    sentences.push(
      `${login} has no password: it signs in by a link only (hearthgrid account link ${login}), ` +
        `until it has one (hearthgrid account password ${login}).`,
    );
  return sentences;
}

const saidOf = ({ role, county, villages, grids, organisations }: RoleGrant): string => {
  const areas = [...villages, ...[...grids, ...organisations].map((one) => one.code)];
  const narrowed = areas.length > 0 ? `: ${areas.join(" ")}` : "";
  return `${role} in ${county ?? "every county"}${narrowed}`;
};

function registerAdd(account: Command): void {
  withOrganisations(withEngineOptions(account.command("add <login>")))
    .description("add an account; without a password it signs in by a link")
    .option("--role <role...>", `roles it holds: ${ROLES.join(", ")}`)
    .option("--name <name>", "name shown")
    .option("--with-password", "ask for a password: on the terminal, or a line on standard input")
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid account add li.worker --role worker1 --county 510799 " +
        "--village 510799001001",
    )
    .action(
      async (
        login: string,
        options: AreaOptions & { role?: string[]; name?: string; withPassword?: boolean },
      ) => {
        const areas = areasOf(options);
        const roles = options.role ?? [];
        const narrowed = [...areas.villages, ...areas.grids, ...areas.organisations];
        if (roles.length === 0 && (areas.county ?? narrowed[0]))
          throw badInput("role", "--role: say which role the county, area or body is for.");
        const added = await runOperation(options, "account.add", {
          login,
          name: options.name ?? null,
          password: options.withPassword ? await askPassword(login) : null,
          roles: roles.map((role) => ({
            role,
            ...(roles.length === 1 ? areas : fit(role, areas)),
          })),
        });
        print(`added ${login}`);
        lacks(added).forEach(say);
      },
    );
}

function registerList(account: Command): void {
  withEngineOptions(account.command("list"))
    .description("all accounts: roles with county and areas, state, last sign-in")
    .option("--json", "as a JSON array")
    .addHelpText("after", "\nExample:\n  hearthgrid account list --json")
    .action(async (options: EngineOptions & { json?: boolean }) => {
      const accounts: AccountView[] = [];
      for (let more = true; more; ) {
        const after = accounts.at(-1)?.login ?? null;
        const page = await runOperation(options, "account.list", { first: PAGE, after });
        accounts.push(...page.accounts);
        more = page.hasNextPage;
      }
      if (options.json) return print(JSON.stringify(accounts, null, 2));
      printTable(
        ["login", "name", "roles", "state", "password", "last sign-in"],
        accounts.map((a) => [
          a.login,
          a.name,
          a.roles.map(saidOf).join("; ") || "none",
          `${a.disabledAt ? "disabled" : "enabled"}${a.isDemo ? ", demonstration" : ""}`,
          a.hasPassword ? "yes" : "no",
          a.lastSignInAt ?? "never",
        ]),
      );
    });
}

function registerState(account: Command): void {
  withEngineOptions(account.command("disable <login>"))
    .description("disable an account and end its sessions")
    .addHelpText("after", "\nExample:\n  hearthgrid account disable li.worker")
    .action(async (login: string, options: EngineOptions) => {
      await runOperation(options, "account.disable", { login });
      print(`disabled ${login}`);
    });
  withEngineOptions(account.command("enable <login>"))
    .description("enable a disabled account")
    .addHelpText("after", "\nExample:\n  hearthgrid account enable li.worker")
    .action(async (login: string, options: EngineOptions) => {
      lacks(await runOperation(options, "account.enable", { login })).forEach(say);
      print(`enabled ${login}`);
    });
  withEngineOptions(account.command("password <login>"))
    .description(
      "set a password, asked for on the terminal or read from standard input; ends its sessions",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  hearthgrid account password li.worker\n" +
        "  hearthgrid account password li.worker < password.txt",
    )
    .action(async (login: string, options: EngineOptions) => {
      const password = await askPassword(login);
      await runOperation(options, "account.password", { login, password });
      print(`set the password of ${login}`);
    });
}

function registerRights(account: Command): void {
  withOrganisations(withEngineOptions(account.command("role <login>")))
    .description("give and take roles")
    .option("--add <role...>", `roles to give: ${ROLES.join(", ")}`)
    .option("--remove <role...>", "roles to take")
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid account role li --add planner --remove analyst --county 510799",
    )
    .action(async (login: string, options: AreaOptions & { add?: string[]; remove?: string[] }) => {
      const { add = [], remove = [] } = options;
      if (add.length + remove.length === 0)
        throw badInput("add", "--add, --remove: name at least one role to give or take.");
      const areas = areasOf(options);
      const changed = await runOperation(options, "account.role", {
        login,
        add,
        remove,
        ...areas,
      });
      print(`${login}: ${changed.roles.map(saidOf).join("; ") || "no role"}`);
      lacks(changed).forEach(say);
    });
  withAreas(withEngineOptions(account.command("area <login>")))
    .description("set the villages and grids that its area roles cover, in place of those it has")
    .option("--none", "take all its areas")
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid account area li.worker --village 510799001001 510799001002",
    )
    .action(async (login: string, options: AreaOptions & { none?: boolean }) => {
      const areas = areasOf(options);
      if ((areas.villages.length + areas.grids.length === 0) !== (options.none === true))
        throw badInput("village", "--village, --grid: name its areas, or --none.");
      const changed = await runOperation(options, "account.area", { login, ...areas });
      print(`${login}: ${changed.roles.map(saidOf).join("; ")}`);
      lacks(changed).forEach(say);
    });
}

type LinkOptions = EngineOptions & Pick<Settings, "host" | "port" | "publicUrl">;
/** A running service knows its own address; these say it where none runs. */
const ADDRESS = SERVICE_SETTINGS.filter(({ flags }) => /^--(host|port|public-url)\b/.test(flags));

function registerLink(account: Command): void {
  const link = withEngineOptions(account.command("link <login>"));
  ADDRESS.reduce(addSetting, link)
    .description("print a one-time sign-in link, good for half an hour")
    .option("--any-machine", "usable from other machines too")
    .addHelpText(
      "after",
      "\nExample:\n  hearthgrid account link admin --public-url https://grid.example",
    )
    .action(async (login: string, options: LinkOptions & { anyMachine?: boolean }) => {
      const { host, port, publicUrl, anyMachine } = options;
      const made = await runOperation(
        options,
        "account.link",
        {
          login,
          ...(anyMachine ? { anyMachine } : {}),
          ...(publicUrl ? { publicUrl: publicUrl.href } : {}),
        },
        { host, port },
      );
      print(made.url);
      if (made.loopbackOnly)
        say("It works on this machine only; for another, give --any-machine or --public-url.");
    });
}

export function registerAccount(program: Command): void {
  const account = program
    .command("account")
    .description("local accounts; also while the service runs");
  [registerAdd, registerList, registerState, registerRights, registerLink].forEach((register) =>
    register(account),
  );
}
