import pg from "pg";

/** Incidents of a question as SQL that shares nothing with the service's. */
export interface ByHand {
  county: number;
  zone: string;
  /** Local days, both included. */
  from: string;
  to: string;
  /** What else must hold. */
  and?: string;
}

/** Local clock times of the beginning and the end, and the minutes between. */
const rowsOf = ({ county, zone, and = "true" }: ByHand, days: string) => `
  select *, floor(extract(epoch from b - a) / 60) as m from (
    select *, occurred_from at time zone '${zone}' as a, occurred_until at time zone '${zone}' as b,
      occurred_until - occurred_from > interval '1 hour' as vague
    from incident where county_id = ${county} and retired_at is null and ${and}) i
  where a::date between ${days}`;

const within = ({ from, to }: ByHand) => `'${from}'::date and '${to}'::date`;
const HOUR_OF = (t: string) => `((extract(isodow from ${t}) - 1) * 24 + extract(hour from ${t}))`;

/** Which hours of the week each incident may have happened in, and with what share. */
const HOURS = `
  select id, ${HOUR_OF("a")} as hour, 1.0 as share from i where m <= 1
  union all
  select id, g, 1 / 168.0 from i, generate_series(0, 167) g where m >= 10080
  union all
  select id, ${HOUR_OF("t")}, extract(epoch from
      least(t + interval '1 hour', a + m * interval '1 minute') - greatest(t, a)) / 60 / m
  from i, generate_series(date_trunc('hour', a),
    a + m * interval '1 minute' - interval '1 microsecond', interval '1 hour') t
  where m > 1 and m < 10080`;

const TALLY = {
  KNOWN: `select ${HOUR_OF("a")}::int as hour, count(*)::float8 as n from i where not vague
    group by 1`,
  SPREAD: `select hour::int, sum(share)::float8 as n from (${HOURS}) h group by 1`,
  OVERLAP: `select hour::int, count(distinct id)::float8 as n from (${HOURS}) h group by 1`,
};
export type TimesByHand = keyof typeof TALLY;

/** Counts with a plain connection, in statements that somebody would type. */
export class Hand {
  private constructor(private readonly client: pg.Client) {}

  static async of(url: string): Promise<Hand> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return new Hand(client);
  }

  close = (): Promise<void> => this.client.end();

  async rows<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
    return (await this.client.query<T>(text)).rows;
  }

  private async one(text: string): Promise<number> {
    return Number((await this.rows<{ n: string }>(text))[0]!.n);
  }

  count(q: ByHand): Promise<number> {
    return this.one(`select count(*) n from (${rowsOf(q, within(q))}) i`);
  }

  vague(q: ByHand): Promise<number> {
    return this.one(`select count(*) n from (${rowsOf(q, within(q))}) i where vague`);
  }

  /** Of as many days before, and of the same days of the year before. */
  before(q: ByHand, isKnown = false): Promise<[number, number]> {
    const before = `'${q.from}'::date - ('${q.to}'::date - '${q.from}'::date + 1)
      and '${q.from}'::date - 1`;
    const year = `('${q.from}'::date - interval '1 year')::date
      and ('${q.to}'::date - interval '1 year')::date`;
    const of = (days: string) =>
      this.one(`select count(*) n from (${rowsOf(q, days)}) i ${isKnown ? "where not vague" : ""}`);
    return Promise.all([of(before), of(year)]);
  }

  /** Each hour of the week, Monday 00:00 first. */
  async hours(q: ByHand, times: TimesByHand): Promise<number[]> {
    const found = await this.rows<{ hour: number; n: number }>(
      `with i as (${rowsOf(q, within(q))}) ${TALLY[times]}`,
    );
    const hours = Array.from({ length: 168 }, () => 0);
    for (const { hour, n } of found) hours[hour] = n;
    return hours;
  }

  async by(q: ByHand, what: string, isKnown = false): Promise<Map<string, number>> {
    const rows = await this.rows<{ key: string; n: string }>(
      `select coalesce((${what})::text, '') as key, count(*) n
       from (${rowsOf(q, within(q))}) i ${isKnown ? "where not vague" : ""} group by 1`,
    );
    return new Map(rows.map(({ key, n }) => [key, Number(n)]));
  }
}
