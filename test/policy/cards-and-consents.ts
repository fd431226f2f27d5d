import { sql } from "drizzle-orm";
import { type GraphQLNamedType, getNamedType, isObjectType } from "graphql";
import { expect, it } from "vitest";
import { layerOf } from "../../schema/layers/index.js";
import { consentOf, planOfGroups } from "../fixtures/household-groups.js";
import { answered } from "../fixtures/service.js";
import { COUNTY, id } from "../fixtures/small-county.js";
import { type Operation, operationNamed, queriesOf } from "../graphql/operations.js";
import { SEERS, type Seer } from "./expected.fixture.js";
import { outletsOf, schema } from "./outlets.fixture.js";
import { PURPOSE, type Sights, where } from "./sights.js";

/**
 * Who agreed in household 2: name and number, which no card shows, and the surname, which its does.
 */
const [NAME, SURNAME, PHONE] = ["诸葛密邻", "诸葛", "19977776666"] as const;
const NEIGHBOUR = id("household", 2);

/** Ways by which households leave beside the questions below; the others are among them. */
const OUTLETS = ["a list by edges", "search", "tiles", "an export over HTTP", "export"] as const;

/** Types that tell of people in groups. */
const TELLING = /^(?:Consent|GroupCard|HouseholdGroup|Answerer|GroupMember|GroupPlan)/;

/** Does a type tell of them, or one by which one comes there? */
function reaches(type: GraphQLNamedType, seen = new Set<string>()): boolean {
  if (TELLING.test(type.name)) return true;
  if (!isObjectType(type) || seen.has(type.name)) return false;
  seen.add(type.name);
  return Object.values(type.getFields()).some((f) => reaches(getNamedType(f.type), seen));
}

interface Groups {
  plan: string;
  /** Of household 1, and of household 2. */
  groups: string[];
  consent: string;
}

/** Every question of the contract that could tell of household 2's group or consent. */
function questions({ plan, groups, consent }: Groups): Operation[] {
  const named: Record<string, unknown> = { household: NEIGHBOUR, plan, group: groups[1] };
  const fields = schema.getQueryType()!.getFields();
  const telling = queriesOf(schema)
    .filter(({ name }) => reaches(getNamedType(fields[name]!.type)))
    .map((asked) => ({
      ...asked,
      variables: Object.fromEntries(
        Object.entries(asked.variables).map(([arg, value]) => [
          arg,
          arg === "id" && asked.name === "groupPlan" ? plan : (named[arg] ?? value),
        ]),
      ),
    }));
  const ids = [consent, plan, ...groups];
  const text = `{ nodes(ids: ${JSON.stringify(ids)}) { __typename id }
    ${ids.map((one, i) => `h${i}: history(id: "${one}") { before after }`).join(" ")}
    ${[NAME, PHONE].map((t, i) => `s${i}: search(text: "${t}") { label detail }`).join(" ")} }`;
  return [...telling, { name: "by id, history and search", kind: "query", text, variables: {} }];
}

/** What changes it, or has it printed. Withdrawing comes last: who may not is refused. */
const deeds = ({ plan, groups, consent }: Groups): Operation[] =>
  (
    [
      ["printGroupCards", { plan, groups: [groups[1]], codes: true }],
      ["printHouseholdCode", { household: NEIGHBOUR }],
      [
        "giveConsent",
        {
          input: {
            ...{ household: NEIGHBOUR, phone: PHONE, personName: "别人", answers: true },
            ...{ channel: "LINK", textVersion: "2026-11" },
          },
        },
      ],
      ["enterHouseholdCode", { code: "0000-0000-0000" }],
      ["withdrawConsent", { id: consent }],
    ] as const
  ).map(([name, variables]) => operationNamed(schema, "mutation", name, variables));

/** What somebody's card and consent tell, by every way out: its own household, and its worker. */
export function cardsAndConsents(sights: Sights): void {
  let made: Promise<Groups> | undefined;
  const groups = (): Promise<Groups> => {
    made ??= (async () => {
      const { services } = sights;
      const { plan, groups: two } = await planOfGroups(services, [
        { households: [1] },
        { households: [2] },
      ]);
      const consent = await consentOf(services, 2, { name: NAME, phone: PHONE });
      await consentOf(services, 1, { name: "本户", phone: "19977770001" });
      const own = (uuid: string) => `${COUNTY}-${uuid}`;
      return { plan: own(plan), groups: two.map(own), consent: own(consent) };
    })();
    return made;
  };
  const asked = async (seer: Seer, all: readonly Operation[], purpose?: string) => {
    const told: string[] = [];
    for (const { name, text, variables } of all) {
      const { data, errors } = await sights.as(seer, purpose)(text, variables);
      // A question that is not understood hides everything and proves nothing.
      const wrong = errors?.find((e) => /^GRAPHQL_/.test(e.extensions?.["code"] ?? ""));
      if (wrong) throw new Error(`${name}: ${wrong.message}`);
      told.push(JSON.stringify(data ?? null));
    }
    return told.join("\n");
  };

  it("the questions that are asked are those of consent, cards and answerers, and of plans", async () => {
    const names = questions(await groups()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["consents", "groupOf", "answerers", "groupPlan", "groupPlans"]),
    );
  });

  for (const seer of SEERS)
    it(`${seer} reads by no outlet a card or a consent that is not its own`, async () => {
      const those = await groups();
      const isWorker = seer === "worker1";
      const all = isWorker ? questions(those) : [...questions(those), ...deeds(those)];
      for (const purpose of isWorker ? [undefined, PURPOSE] : [PURPOSE]) {
        let told = await asked(seer, all, purpose);
        const outlets = outletsOf(sights.services, sights.service, sights.tokens);
        for (const outlet of OUTLETS)
          told += await outlets[outlet]!(seer, layerOf("households"), purpose);
        const may = isWorker && purpose !== undefined;
        for (const mark of [NAME, SURNAME, PHONE])
          expect(told.includes(mark), where(seer, mark, purpose)).toBe(may);
      }
    });

  it("its own phone reads it, and what nobody else could do was not done", async () => {
    const { consent, groups: two } = await groups();
    const bind = `mutation { bindDevice(name: "d", county: ${COUNTY}, household: "${NEIGHBOUR}") {
      token } }`;
    const { token } = (await answered(sights.as("admin"), bind))["bindDevice"];
    const own = await answered(
      sights.service.as(token),
      `{ consents(household: "${NEIGHBOUR}") { id personName phone withdrawnAt }
        groupOf { group members { surname } } }`,
    );
    expect(own).toEqual({
      consents: [{ id: consent, personName: NAME, phone: PHONE, withdrawnAt: null }],
      groupOf: { group: two[1], members: [{ surname: SURNAME }] },
    });
    // What is in no event and no history, no subscription and no past tells.
    const [kept] = await sights.services.db.rows<{ text: string }>(sql`
      select coalesce((select string_agg(event::text, ' ') from event), '')
        || coalesce((select string_agg(history::text, ' ') from history), '') as text`);
    for (const mark of [NAME, PHONE]) expect(kept!.text.includes(mark)).toBe(false);
  });
}
