import type {
  Answerer,
  GroupCard,
  GroupCardMember,
  HouseholdGroupCard,
} from "../../schema/group-cards.js";
import { layerOf } from "../../schema/layers/index.js";
import { writeLine } from "../access-log/write-line.js";
import { printCodes } from "../accounts/household-codes.service.js";
import { type OpenHousehold, openHouseholds } from "../consents/open-households.js";
import type { Context } from "../core/context.js";
import type { Runner } from "../core/database.js";
import { formatId, type Identifier, parseId } from "../core/identifier.js";
import { badInput, Refusal } from "../core/refusal.js";
import { doorsOf } from "../households/doors.js";
import { homesOf } from "../households/households.service.js";
import { may } from "../policy/actions.js";
import { isHouseholds, purposeOf, rolesOf } from "../policy/viewer.js";
import { villagesNamed } from "../villages/villages.service.js";
import { type CardGroup, groupInForce, groupsToPrint, ringOf } from "./membership.queries.js";
import { surnameOf } from "./surname-of.js";

/** Groups whose cards are printed at once: some six hundred copies. */
const PRINTED_MOST = 60;
/** Groups of a plan that are looked at for it. */
const GROUPS_MOST = 5000;

/** Households of a group that agreed, and their doors; of the others nothing is read. */
interface Shown {
  open: ReadonlyMap<string, OpenHousehold>;
  doors: ReadonlyMap<string, string>;
}

async function shownOf(run: Runner, county: number, households: readonly string[]): Promise<Shown> {
  const open = await openHouseholds(run, county, households);
  return { open, doors: await doorsOf(run, county, [...open.keys()]) };
}

/**
 * Whose card is asked for: a device's own household, or one in the worker's grids, on purpose. Who
 * may not learns the same of a household that is and of one that is not.
 */
async function subjectOf(context: Context, asked: string | null): Promise<Identifier> {
  const { viewer, db } = context;
  if (isHouseholds(viewer)) {
    const own = { county: viewer.county, id: viewer.binding.household };
    if (asked === null || asked === formatId(own.county, own.id)) return own;
    throw notYours();
  }
  if (asked === null) throw badInput("household", "household: name one; a device has its own.");
  const at = parseId(asked, "household");
  const home = (await homesOf(db, [at])).get(asked);
  const place = { county: at.county, gridId: home?.gridId, villageCode: home?.villageCode };
  if (!home || !may(viewer, "groupCard.print", place)) throw notYours();
  demandPurpose(context);
  return at;
}

const notYours = (): Refusal =>
  new Refusal(
    "FORBIDDEN",
    "household: of its own phone, or of the full-time grid worker where it lives.",
    { field: "household" },
  );

function demandPurpose({ viewer }: Context): void {
  if (purposeOf(viewer) === undefined)
    throw new Refusal(
      "PURPOSE_REQUIRED",
      "x-hearthgrid-purpose: say why you look at who is in a group; it is logged.",
    );
}

/**
 * What a worker reads of households is written down; what a household reads of its group is its.
 */
function noteReading(context: Context, county: number, households: readonly string[]): void {
  if (isHouseholds(context.viewer)) return;
  const { notes } = context.access(layerOf("households"));
  for (const kind of ["personal", "place"] as const) notes.opens(kind, [county], "read");
  notes.confines([county]);
  for (const name of ["card.surname", "card.door"]) notes.reads(name);
  notes.answered(households.map((id) => formatId(county, id)));
}

/** The day that is asked about; a phone is told what holds, not who was once a neighbour. */
async function dayAsked(
  context: Context,
  county: number,
  on: string | null,
): Promise<string | null> {
  if (on === null) return null;
  const { timeZone } = await context.services.counties.get(county);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone }).format();
  if (isHouseholds(context.viewer) && on < today)
    throw badInput(
      "on",
      "on: today or later; of earlier days a household's phone is told nothing.",
    );
  return on === today ? null : on;
}

/**
 * The card of a household's group; null: it is in none, or, asked by its own phone, nobody of it
 * has agreed as yet: until then it is a place in the worker's draft and no member.
 */
export async function groupOf(
  context: Context,
  asked: string | null,
  on: string | null,
): Promise<HouseholdGroupCard | null> {
  const { county, id } = await subjectOf(context, asked);
  const group = await groupInForce(context.db, county, id, await dayAsked(context, county, on));
  if (!group) return null;
  const shown = await shownOf(context.db, county, group.members);
  if (isHouseholds(context.viewer) && !shown.open.has(id)) return null;
  noteReading(context, county, [...shown.open.keys()]);
  const villages = await villagesNamed(
    context.db,
    county,
    group.village === null ? [] : [group.village],
  );
  return cardOf(county, group, shown, villages, id);
}

function cardOf(
  county: number,
  group: CardGroup,
  { open, doors }: Shown,
  villages: ReadonlyMap<string, { name: string }>,
  own: string | null,
): HouseholdGroupCard {
  const members = group.members.flatMap((id): GroupCardMember[] => {
    const agreed = open.get(id);
    if (!agreed) return [];
    return [
      {
        ...{ surname: surnameOf(agreed.name), door: doors.get(id) ?? "", answers: agreed.answers },
        ...{ isLeader: id === group.leader, isDeputy: id === group.deputy, isOwn: id === own },
      },
    ];
  });
  return {
    ...{ group: formatId(county, group.id), plan: formatId(county, group.plan) },
    ...{ code: group.code, number: group.number, name: group.name },
    village: (group.village && villages.get(group.village)?.name) ?? null,
    members: members.sort(byStanding),
  };
}

const weight = ({ isLeader, isDeputy }: GroupCardMember) => (isLeader ? 0 : isDeputy ? 1 : 2);
const collator = new Intl.Collator("zh", { numeric: true });
const byStanding = (a: GroupCardMember, b: GroupCardMember) =>
  weight(a) - weight(b) || collator.compare(a.door, b.door);

/**
 * Who is called when a household calls: its ring, or the others of its group; of either only who
 * agreed to answer. Nobody, as long as the household itself has not agreed.
 */
export async function answerersOf(context: Context, asked: string | null): Promise<Answerer[]> {
  const { county, id } = await subjectOf(context, asked);
  const group = await groupInForce(context.db, county, id, null);
  if (!group) return [];
  const ring =
    group.mode === "RINGS" ? await ringOf(context.db, county, group.plan, id) : group.members;
  const shown = await shownOf(context.db, county, [...ring, id]);
  if (!shown.open.has(id)) return [];
  const called = ring.filter((one) => one !== id && (shown.open.get(one)?.answers ?? 0) > 0);
  noteReading(context, county, called);
  const ordered =
    group.mode === "RINGS"
      ? called
      : called.sort(
          (a, b) =>
            Number(b === group.leader) - Number(a === group.leader) ||
            Number(b === group.deputy) - Number(a === group.deputy) ||
            collator.compare(shown.doors.get(a) ?? "", shown.doors.get(b) ?? ""),
        );
  return ordered.map((one, i) => {
    const { name, answers } = shown.open.get(one)!;
    return { rank: i + 1, surname: surnameOf(name), door: shown.doors.get(one) ?? "", answers };
  });
}

/**
 * Cards of a published plan's groups where the worker works, a copy for each household that agreed;
 * with a fresh code each, if asked. Every group and household is named in the access log.
 */
export async function printGroupCards(
  context: Context,
  asked: { plan: string; groups: readonly string[] | null; codes: boolean },
): Promise<GroupCard[]> {
  const { county, id: plan } = parseId(asked.plan, "plan");
  const wanted = asked.groups && [...new Set(asked.groups)].map((id) => parseId(id, "groups"));
  if (wanted && (wanted.length === 0 || wanted.length > PRINTED_MOST))
    throw badInput("groups", `groups: 1 to ${PRINTED_MOST} of them.`);
  const ids = wanted?.filter((g) => g.county === county).map((g) => g.id) ?? null;
  return context.db.transaction(async (tx) => {
    const found = await groupsToPrint(tx, county, plan, ids, GROUPS_MOST);
    const printable = found.filter(({ grid, village }) =>
      may(context.viewer, "groupCard.print", { county, gridId: grid, villageCode: village }),
    );
    if (printable.length === 0 || (wanted && printable.length < wanted.length)) throw noneToPrint();
    demandPurpose(context);
    const shown = await shownOf(
      tx,
      county,
      printable.flatMap((g) => g.members),
    );
    // Of a group in which nobody has agreed there is no card.
    const mine = printable.filter((g) => g.members.some((id) => shown.open.has(id)));
    if (mine.length > PRINTED_MOST)
      throw badInput("groups", `groups: ${mine.length} are yours; name at most ${PRINTED_MOST}.`);
    const agreed = [...shown.open.keys()].map((id) => ({ county, id }));
    const homes = asked.codes ? await homesOf(tx, agreed) : new Map();
    const codes = asked.codes
      ? await printCodes(
          context,
          tx,
          agreed.filter((h) => homes.has(formatId(county, h.id))),
          homes,
        )
      : new Map();
    const villages = await villagesNamed(
      tx,
      county,
      mine.flatMap((g) => g.village ?? []),
    );
    await writeLine(tx, {
      ...{ viewer: context.viewer.actor, roles: rolesOf(context.viewer), outlet: "graphql" },
      ...{ purpose: purposeOf(context.viewer)!, counties: [county] },
      what: {
        ...{ did: "group card print", plan, groups: mine.map((g) => g.id) },
        ...{ households: agreed.map((h) => h.id), codes: asked.codes },
      },
    });
    return mine.map((group) => ({
      card: cardOf(county, group, shown, villages, null),
      copies: group.members.flatMap((id) => {
        const { name } = shown.open.get(id) ?? {};
        if (name === undefined) return [];
        const household = formatId(county, id);
        const code = codes.get(household) ?? null;
        return [{ household, surname: surnameOf(name), door: shown.doors.get(id) ?? "", code }];
      }),
    }));
  });
}

const noneToPrint = (): Refusal =>
  new Refusal(
    "NOT_FOUND",
    "plan, groups: there is no published plan with these groups where you print cards.",
    { field: "groups" },
  );
