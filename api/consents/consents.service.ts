import { type SQL, sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { consent } from "../../db/tables/index.js";
import type { Consent, ConsentInput } from "../../schema/consents.js";
import { layerOf } from "../../schema/layers/index.js";
import type { Context } from "../core/context.js";
import type { Transaction } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { homesOf } from "../households/households.service.js";
import { instantSql } from "../layers/select.js";
import { may } from "../policy/actions.js";
import { isHouseholds, purposeOf } from "../policy/viewer.js";
import { currentWording, wordingOf } from "./consent-texts.js";
import { endConsent, PURPOSE } from "./end-consents.js";
import { phoneDigests, plainPhone } from "./phone-digest.js";

const NAME_MOST = 60;
const SHEET_MOST = 100;
/** Phones of one household that agree at a time, at most: more is a mistake or a trick. */
const OPEN_MOST = 20;
const LISTED_MOST = 200;

const columns = sql`${consent.id} as id, ${consent.countyId} as county,
  ${consent.householdId} as household, ${consent.personName} as "personName",
  ${consent.phone} as phone, ${consent.answers} as answers, upper(${consent.channel}) as channel,
  ${consent.sheet} as sheet, ${consent.guardian} as guardian,
  ${consent.textVersion} as "textVersion", ${consent.givenBy} as "givenBy",
  ${instantSql(sql`${consent.givenAt}`)} as "givenAt",
  ${instantSql(sql`${consent.withdrawnAt}`)} as "withdrawnAt",
  ${consent.withdrawnFor} as "withdrawnFor"`;

type Row = Consent & { county: number };

/**
 * How a viewer stands to a household's consents: its own device, the grid worker who notes them,
 * or, null, nobody: then there is nothing to be told, not even whether the household is there.
 */
async function standing(
  { viewer, db }: Context,
  { county, id }: Identifier,
  run: Pick<Transaction, "rows"> = db,
): Promise<"own" | "worker" | null> {
  if (isHouseholds(viewer))
    return viewer.county === county && viewer.binding.household === id ? "own" : null;
  const home = (await homesOf(run as Transaction, [{ county, id }])).get(formatId(county, id));
  const at = { county, gridId: home?.gridId, villageCode: home?.villageCode };
  return home && may(viewer, "consent.note", at) ? "worker" : null;
}

const notYours = (field: string): Refusal =>
  new Refusal(
    "FORBIDDEN",
    `${field}: of the household's own phone, or of the full-time grid worker where it lives.`,
    { field },
  );

const isThis = ({ county, id }: Identifier): SQL =>
  sql`${consent.countyId} = ${county} and ${consent.id} = ${id}::uuid`;

function textOf(value: string | null | undefined, field: string, most: number): string | null {
  const text = value?.trim() ?? "";
  if (text.length > most) throw badInput(field, `${field}: up to ${most} characters.`);
  return text === "" ? null : text;
}

/** What is to be written, or why it cannot be. */
function checked(input: ConsentInput, standingOf: "own" | "worker") {
  const channel = standingOf === "own" ? "LINK" : "PAPER";
  if (input.channel !== channel)
    throw badInput(
      "channel",
      standingOf === "own"
        ? "channel: LINK on the household's own phone; PAPER is noted by the grid worker."
        : "channel: PAPER, with where its sheet lies; LINK is given on the household's own phone.",
    );
  const personName = textOf(input.personName, "personName", NAME_MOST);
  if (!personName) throw badInput("personName", "personName: whose phone it is.");
  const phone = plainPhone(input.phone);
  if (!phone) throw badInput("phone", "phone: 5 to 15 digits, like 13800001234.");
  const sheet = textOf(input.sheet, "sheet", SHEET_MOST);
  if (channel === "PAPER" && !sheet)
    throw badInput("sheet", "sheet: where the signed sheet lies, like «2026 folder 3, sheet 12».");
  if (channel === "LINK" && sheet) throw badInput("sheet", "sheet: of paper alone.");
  const known = wordingOf(input.textVersion);
  // A sheet may have been signed while an older text was the one that was handed out.
  if (!known || (channel === "LINK" && known !== currentWording()))
    throw badInput(
      "textVersion",
      "textVersion: not the text that is agreed to today. Ask consentText and show it again.",
    );
  const guardian = textOf(input.guardian, "guardian", NAME_MOST);
  return { personName, phone, sheet, guardian, channel: channel.toLowerCase() };
}

const taken = (): Refusal =>
  new Refusal(
    "CONFLICT",
    "phone: somebody agreed with this number already. Whoever did takes it back first, on that " +
      "household's phone or with their grid worker; each person agrees with a number of their own.",
    { field: "phone", reason: "phone-given" },
  );

/** By the household's own device, or noted from paper by the grid worker. */
export async function giveConsent(context: Context, input: ConsentInput): Promise<Consent> {
  const { viewer, services, db } = context;
  const at = parseId(input.household, "household");
  const by = await standing(context, at);
  if (!by) throw notYours("household");
  const given = checked(input, by);
  const digests = phoneDigests(services.secret, given.phone);
  // Whoever tries which numbers are given already learns little, as at the door.
  const written = await services.throttle.guard(`#consent ${viewer.actor}`, context.request, () =>
    db.transaction(async (tx) => {
      await refuseTooMany(tx, at);
      const [known] = await tx.rows(sql`
        select 1 as one from ${consent} where ${consent.countyId} = ${at.county}
          and ${consent.purpose} = ${PURPOSE} and ${consent.withdrawnAt} is null
          and ${consent.phoneDigest} = any(${sql.param(digests)}::bytea[])`);
      if (known) return null;
      const [row] = await tx.rows<Row>(sql`
        insert into ${consent} (county_id, id, purpose, household_id, person_name, phone,
          phone_digest, answers, text_version, channel, sheet, guardian, given_by, given_at)
        values (${at.county}, ${uuid()}::uuid, ${PURPOSE}, ${at.id}::uuid, ${given.personName},
          ${given.phone}, ${digests[0]}, ${input.answers}, ${input.textVersion}, ${given.channel},
          ${given.sheet}, ${given.guardian}, ${viewer.actor}, now())
        on conflict do nothing returning ${columns}`);
      return row ?? null;
    }),
  );
  if (!written) throw taken();
  return shown(context, by, [written.found])[0]!;
}

async function refuseTooMany(tx: Transaction, { county, id }: Identifier): Promise<void> {
  const [open] = await tx.rows<{ n: number }>(sql`
    select count(*)::int as n from ${consent} where ${consent.countyId} = ${county}
      and ${consent.householdId} = ${id}::uuid and ${consent.withdrawnAt} is null`);
  if (open!.n >= OPEN_MOST)
    throw badInput(
      "household",
      `household: ${OPEN_MOST} phones have agreed already; at most so many.`,
    );
}

/** Needs nobody else and holds at once; name and phone are gone with it. */
export async function withdrawConsent(context: Context, id: string): Promise<Consent> {
  const at = parseId(id);
  return context.db.transaction(async (tx) => {
    const [row] = await tx.rows<Row>(sql`select ${columns} from ${consent} where ${isThis(at)}`);
    const by = row && (await standing(context, { county: at.county, id: row.household }, tx));
    if (!by || row.withdrawnAt)
      throw new Refusal("NOT_FOUND", "id: there is no consent of yours that holds.", {
        field: "id",
      });
    await endConsent(tx, at, "WITHDRAWN", context.viewer.actor);
    const [now] = await tx.rows<Row>(sql`select ${columns} from ${consent} where ${isThis(at)}`);
    return shown(context, by, [now!])[0]!;
  });
}

/** Of a household, those that hold first, the newest first. */
export async function consentsOf(context: Context, household: string): Promise<Consent[]> {
  const at = parseId(household, "household");
  const by = await standing(context, at);
  if (!by) throw notYours("household");
  const rows = await context.db.rows<Row>(sql`
    select ${columns} from ${consent}
    where ${consent.countyId} = ${at.county} and ${consent.householdId} = ${at.id}::uuid
    order by ${consent.withdrawnAt} is not null, ${consent.id} desc limit ${LISTED_MOST}`);
  return shown(context, by, rows);
}

/** Names and numbers are the household's own; to the worker masked, or on purpose and logged. */
function shown(context: Context, by: "own" | "worker", rows: readonly Row[]): Consent[] {
  const isClear = by === "own" || purposeOf(context.viewer) !== undefined;
  if (by === "worker" && isClear) noteReading(context, rows);
  return rows.map(({ county, ...row }) => ({
    ...row,
    id: formatId(county, row.id),
    household: formatId(county, row.household),
    ...(isClear ? {} : masked(row)),
  }));
}

function noteReading(context: Context, rows: readonly Row[]): void {
  const { notes } = context.access(layerOf("households"));
  const counties = [...new Set(rows.map((row) => row.county))];
  notes.opens("personal", counties, "read");
  notes.confines(counties);
  for (const name of ["consent.personName", "consent.phone"]) notes.reads(name);
  notes.answered([...new Set(rows.map((row) => formatId(row.county, row.household)))]);
}

const masked = ({
  personName,
  phone,
  guardian,
}: Pick<Consent, "personName" | "phone" | "guardian">) => ({
  personName: personName && `${[...personName][0]!}**`,
  guardian: guardian && `${[...guardian][0]!}**`,
  phone: phone && (phone.length < 8 ? "****" : `${phone.slice(0, 3)}****${phone.slice(-4)}`),
});
