const ZONE = "Asia/Shanghai";
const DAY = 86_400_000;

/** Written by hand: what one who needs the page's figures, and nothing else, would ask of SQL. */
export function dashboardFloors(
  county: number,
  now: number,
): { text: string; values: unknown[] }[] {
  const day = (ago: number) => {
    const wall = new Date(now + 8 * 3_600_000).setUTCHours(0, 0, 0, 0);
    return new Date(wall - ago * DAY - 8 * 3_600_000).toISOString();
  };
  const year = (n: number) => 364 * n;
  const at = `(occurred_from at time zone '${ZONE}')`;
  const present = "county_id = $1 and retired_at is null";
  const minute = new Date(now).toISOString();
  const daysOfVillages = {
    text: `select village_code, day, sum(n), sum(so_far) from (
        select grid_id, ${at}::date as day, count(*) as n,
          count(*) filter (where ${at}::time < ($3::timestamptz at time zone '${ZONE}')::time)
            as so_far
        from incident where ${present} and occurred_from >= $2 and occurred_from <= $3
        group by 1, 2) c
      left join grid on grid.county_id = $1 and grid.id = grid_id group by 1, 2`,
    values: [county, day(210), minute],
  };
  const during = (first: number, end: number) => [county, day(first), day(end)];
  const inWindow = `${present} and occurred_from >= $2 and occurred_from < $3`;
  const byDay = `select ${at}::date, count(*) from incident where ${inWindow} group by 1`;
  const byHour = `select date_part('isodow', ${at}), date_part('hour', ${at}), count(*)
    from incident where ${inWindow} group by 1, 2`;
  const byCategory = `select category, count(*) from incident where ${inWindow} group by 1`;
  return [
    { text: `select min(occurred_from) from incident where ${present}`, values: [county] },
    daysOfVillages,
    ...[0, 1].map((n) => ({ text: byDay, values: during(year(n) + 28, year(n)) })),
    {
      text: `select i.id, category, level, occurred_from, village.name from (
          select * from incident where ${present} and occurred_from <= $2
          order by occurred_from desc limit 6) i
        left join grid on grid.county_id = i.county_id and grid.id = i.grid_id
        left join village on village.county_id = grid.county_id and village.code = village_code`,
      values: [county, minute],
    },
    {
      text: `select village_code, count(*), min(due_at) from (
          select subject_id, due_at from clock
          where county_id = $1 and subject_kind = 'incidents' and state = 'running' and due_at <= $2
          order by due_at limit 5000) late
        join incident i on i.county_id = $1 and i.id = subject_id
        join grid on grid.county_id = $1 and grid.id = grid_id group by 1`,
      values: [county, minute],
    },
    { text: "select * from hot_area where county_id = $1 order by last_seen", values: [county] },
    { text: byHour, values: during(28, 0) },
    { text: byHour, values: during(28 + 182, 28) },
    ...[0, 1, 2, 3].map((n) => ({ text: byCategory, values: during(year(n) + 28, year(n)) })),
  ];
}
