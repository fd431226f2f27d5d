import { type SQL, sql } from "drizzle-orm";
import type { Term } from "../../civic/calendar/period.js";
import { clockRule } from "../../db/tables/index.js";
import type { Runner } from "../core/database.js";

/** How long something may take, by whose word, and what follows when it took longer. */
export interface ClockRule {
  /** What the rule is called where it was made: a name of the declaration, or a row's id. */
  id: string;
  /** What is to be done: accept, verify … */
  kind: string;
  /** Code that the subject's category begins with; empty: every category. */
  category: string;
  /** Of this level and more urgent ones; null: every level. */
  levelMax: number | null;
  term: Term;
  /** Share of its time at which it turns yellow; null: it never does. */
  warnShare: number | null;
  source: string;
  /** It is law that was read in its own text; all else is a county's setting. */
  law: boolean;
  /** Kind of the urgent job that follows when it runs out. */
  onOverdue: string | null;
}

/** What rules tell subjects apart by. */
export interface Matter {
  category: string;
  level: number | null;
}

const declared = new Map<string, readonly ClockRule[]>();

/** Called by api/domains.ts alone: the rules that hold where a county has none of its own. */
export function registerClockRules(subjectKind: string, rules: readonly ClockRule[]): void {
  declared.set(subjectKind, rules);
}

/** What is to be done with subjects of a kind, as their clocks call it; undefined: they have none. */
export const mattersOf = (subjectKind: string): ReadonlySet<string> | undefined => {
  const rules = declared.get(subjectKind);
  return rules && new Set(rules.map(({ kind }) => kind));
};

/** Rules for one kind of subjects in one county. */
export class RuleBook {
  constructor(
    private readonly own: readonly ClockRule[],
    private readonly others: readonly ClockRule[],
  ) {}

  /** The most particular rule that fits; a county's own before those declared. */
  find(kind: string, matter: Matter): ClockRule | null {
    return mostParticular(this.own, kind, matter) ?? mostParticular(this.others, kind, matter);
  }
}

function mostParticular(
  rules: readonly ClockRule[],
  kind: string,
  { category, level }: Matter,
): ClockRule | null {
  const fits = rules.filter(
    (rule) =>
      rule.kind === kind &&
      category.startsWith(rule.category) &&
      (rule.levelMax === null || (level !== null && level <= rule.levelMax)),
  );
  const rank = (a: ClockRule, b: ClockRule) =>
    b.category.length - a.category.length ||
    (a.levelMax ?? Infinity) - (b.levelMax ?? Infinity) ||
    (a.id < b.id ? -1 : 1);
  return fits.sort(rank)[0] ?? null;
}

export type OwnRule = Omit<ClockRule, "term" | "law" | "onOverdue"> & Term;

/** The rules of its own that a county has now for a kind of subjects, as one JSON value. */
export const ownRules = (county: number, subjectKind: string): SQL => sql`(
  select coalesce(json_agg(own), '[]') from (
    select ${clockRule.id} as id, ${clockRule.kind} as kind,
      coalesce(${clockRule.category}, '') as category,
      ${clockRule.levelMax} as "levelMax", ${clockRule.amount} as n, ${clockRule.unit} as unit,
      ${clockRule.warnShare} as "warnShare", ${clockRule.source} as source
    from ${clockRule} where ${clockRule.countyId} = ${county}
      and ${clockRule.subjectKind} = ${subjectKind} and ${clockRule.retiredAt} is null) own)`;

/** The rules for a kind of subjects as a county has them now. */
export async function rulesOf(run: Runner, county: number, subjectKind: string): Promise<RuleBook> {
  const [row] = await run.rows<{ own: OwnRule[] }>(
    sql`select ${ownRules(county, subjectKind)} as own`,
  );
  return bookOf(subjectKind, row!.own);
}

/** The same where a county's own were read already (`ownRules`). */
export function bookOf(subjectKind: string, rows: readonly OwnRule[]): RuleBook {
  const others = declared.get(subjectKind) ?? [];
  const own = rows.map(({ n, unit, ...rule }) => ({
    ...rule,
    term: { n, unit },
    law: false,
    // What follows is the domain's business, whatever time the county gives.
    onOverdue: others.find(({ kind }) => kind === rule.kind)?.onOverdue ?? null,
  }));
  return new RuleBook(own, others);
}
