"""Answers for 10,000 random periods, worked out without any code of this project.

    python3 periods_oracle.py | gzip -9n > periods.oracle.txt.gz

Days off are typed from the State Council's notices; the lunar feasts are computed from moon and sun
(Meeus, Astronomical Algorithms, chapters 25 and 49) by the rules of GB/T 33661-2017. Periods are
counted day by day over a list of all days, which is slow and has little that can be wrong.
"""

import math
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

D = timedelta(days=1)


def span(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return {first + D * n for n in range((last - first).days + 1)}


# 国务院办公厅关于2025年、2026年部分节假日安排的通知
OFF = set().union(
    span("2025-01-01", "2025-01-01"), span("2025-01-28", "2025-02-04"),
    span("2025-04-04", "2025-04-06"), span("2025-05-01", "2025-05-05"),
    span("2025-05-31", "2025-06-02"), span("2025-10-01", "2025-10-08"),
    span("2026-01-01", "2026-01-03"), span("2026-02-15", "2026-02-23"),
    span("2026-04-04", "2026-04-06"), span("2026-05-01", "2026-05-05"),
    span("2026-06-19", "2026-06-21"), span("2026-09-25", "2026-09-27"),
    span("2026-10-01", "2026-10-07"),
)
ON = {
    date.fromisoformat(d)
    for d in """2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
    2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10""".split()
}
KNOWN = {2025, 2026}


def beijing_day(jde):
    """The day in Beijing of a moment in dynamical time (about 70 seconds ahead of UT)."""
    unix = (jde - 2440587.5) * 86400 - 70
    return datetime.fromtimestamp(unix, timezone(timedelta(hours=8))).date()


def sun_longitude(jde):
    t = (jde - 2451545) / 36525
    m = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * math.sin(m)
        + (0.019993 - 0.000101 * t) * math.sin(2 * m)
        + 0.000289 * math.sin(3 * m)
    )
    node = math.radians(125.04 - 1934.136 * t)
    true = 280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre
    return (true - 0.00569 - 0.00478 * math.sin(node)) % 360


def sun_at(longitude, near):
    """When the sun stands at a longitude, the time nearest to a Julian day."""
    jde = near
    for _ in range(20):
        off = (longitude - sun_longitude(jde) + 180) % 360 - 180
        jde += off * 365.2422 / 360
    return jde


def new_moon(k):
    t = k / 1236.85
    jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    m = math.radians(2.5534 + 29.1053567 * k)
    mm = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    f = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    o = math.radians(124.7746 - 1.56375588 * k)
    s = math.sin
    jde += (
        -0.4072 * s(mm) + 0.17241 * e * s(m) + 0.01608 * s(2 * mm) + 0.01039 * s(2 * f)
        + 0.00739 * e * s(mm - m) - 0.00514 * e * s(mm + m) + 0.00208 * e * e * s(2 * m)
        - 0.00111 * s(mm - 2 * f) - 0.00057 * s(mm + 2 * f) + 0.00056 * e * s(2 * mm + m)
        - 0.00042 * s(3 * mm) + 0.00042 * e * s(m + 2 * f) + 0.00038 * e * s(m - 2 * f)
        - 0.00024 * e * s(2 * mm - m) - 0.00017 * s(o) - 0.00007 * s(mm + 2 * m)
        + 0.00004 * s(2 * mm - 2 * f) + 0.00004 * s(3 * m) + 0.00003 * s(mm + m - 2 * f)
        + 0.00003 * s(2 * mm + 2 * f) - 0.00003 * s(mm + m + 2 * f)
        + 0.00003 * s(mm - m + 2 * f) - 0.00002 * s(mm - m - 2 * f)
        - 0.00002 * s(3 * mm + m) + 0.00002 * s(4 * mm)
    )
    for a, b, c in (
        (299.77, 0.107408, 325), (251.88, 0.016321, 165), (251.83, 26.651886, 164),
        (349.42, 36.412478, 126), (84.66, 18.206239, 110), (141.74, 53.303771, 62),
    ):
        jde += c * 1e-6 * s(math.radians(a + b * k))
    return jde


def julian(day):
    return day.toordinal() + 1721424.5


def solstice(year):
    return sun_at(270, julian(date(year, 12, 21)))


def feasts(year):
    """Spring Festival, Dragon Boat and Mid-Autumn of a year, by the rule of the leap month."""
    first, last = beijing_day(solstice(year - 1)), beijing_day(solstice(year))
    k = math.floor((julian(first) - 2451550.1) / 29.530588861) - 2
    moons = []
    while not moons or moons[-1] <= last:
        moons.append(beijing_day(new_moon(k)))
        k += 1
    # Month 11 holds the solstice; from one such month to the next.
    begin = max(i for i, d in enumerate(moons) if d <= first)
    end = max(i for i, d in enumerate(moons) if d <= last)
    terms = [
        beijing_day(sun_at(30 * n % 360, julian(date(year, 1, 20)) + 30.44 * (n - 10)))
        for n in range(8, 24)
    ]
    number, leap_spent, months = 11, end - begin == 12, {11: moons[begin]}
    for i in range(begin + 1, end + 1):
        has_term = any(moons[i] <= t < moons[i + 1] for t in terms) if i + 1 < len(moons) else True
        if not leap_spent and not has_term:
            leap_spent = True
            continue
        number = number % 12 + 1
        months.setdefault(number, moons[i])
    return months[1], months[5] + 4 * D, months[8] + 14 * D


def statutory(year):
    spring, boat, autumn = feasts(year)
    days = [date(year, 1, 1), spring, spring + D, spring + 2 * D]
    days += [beijing_day(sun_at(15, julian(date(year, 4, 5)))), date(year, 5, 1), boat, autumn]
    days += [date(year, 10, n) for n in (1, 2, 3)]
    if year >= 2025:
        days += [spring - D, date(year, 5, 2)]
    return days


STATUTORY = {}


def rests(day):
    if day.year in KNOWN:
        return day in OFF or (day.isoweekday() > 5 and day not in ON)
    if day.year not in STATUTORY:
        STATUTORY[day.year] = set(statutory(day.year))
    return day in STATUTORY[day.year] or day.isoweekday() > 5


def corresponding(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for n in (day.day, 30, 29, 28):
        if n <= day.day:
            try:
                return date(year, month + 1, n)
            except ValueError:
                pass
    raise AssertionError


def answer(first, unit, n):
    asked = set()

    def looks(day):
        asked.add(day.year)
        return rests(day)

    if unit == "workingDay":
        day, left = first, n
        while left:
            day += D
            if not looks(day):
                left -= 1
        return None, day, None, sorted(asked - KNOWN)
    nominal = first
    if unit == "day":
        for _ in range(n):
            nominal += D
    else:
        nominal = corresponding(first, n * (12 if unit == "year" else 1))
    deadline = nominal
    while looks(deadline):
        deadline += D
    advise = nominal
    while looks(advise):
        advise -= D
    return nominal, deadline, advise if advise >= first else None, sorted(asked - KNOWN)


def main():
    for year in range(2000, 2100):
        spring, boat, autumn = feasts(year)
        qingming = beijing_day(sun_at(15, julian(date(year, 4, 5))))
        print("feasts", year, *(d.strftime("%m-%d") for d in (spring, qingming, boat, autumn)))
    chance = random.Random(20261126)
    shanghai = ZoneInfo("Asia/Shanghai")
    for _ in range(10_000):
        second = chance.randrange(1_735_660_800 - 86400 * 500, 1_735_660_800 + 86400 * 365 * 12)
        at = datetime.fromtimestamp(second, timezone.utc)
        unit = chance.choice(["day", "day", "workingDay", "month", "year"])
        n = chance.randint(1, {"day": 400, "workingDay": 90, "month": 30, "year": 6}[unit])
        if unit == "day" and chance.random() < 0.5:
            n = chance.choice([1, 2, 3, 5, 7, 10, 15, 30])
        first = at.astimezone(shanghai).date()
        start = at.strftime("%Y-%m-%dT%H:%M:%SZ") if chance.random() < 0.5 else first.isoformat()
        nominal, deadline, advise, unknown = answer(first, unit, n)
        years = ",".join(map(str, unknown)) or "-"
        print(start, n, unit, nominal or "-", deadline, advise or "-", years)


main()
