/** Days counted from today in working days, so that nothing is due on a Sunday and a holiday does not mix up the order of things. */
export interface Calendar {
  today: string;
  /** Civil date about so many days from today: five of seven are working days. */
  date(days: number): string;
  /** UTC instant of a time of day in China, `HH:MM`. */
  instant(days: number, time: string): string;
}

// Fixed dates only: New Year, Labour Day, National Day. The lunar ones move, and a demo can live with that.
const holiday = /-(01-01|05-0[1-5]|10-0[1-7])$/;
const free = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) || holiday.test(date);

export function calendar(today: string): Calendar {
  const start = Date.parse(`${today}T00:00:00Z`);
  const at = (day: number): string => new Date(start + day * 86_400_000).toISOString().slice(0, 10);
  const known = new Map<number, string>();
  const date = (days: number): string => {
    const found = known.get(days) ?? counted(days);
    known.set(days, found);
    return found;
  };
  const counted = (days: number): string => {
    let day = 0;
    for (let left = Math.round((Math.abs(days) * 5) / 7); left > 0;) {
      day += Math.sign(days);
      if (!free(at(day))) left -= 1;
    }
    while (free(at(day))) day -= 1;
    return at(day);
  };
  return { today, date, instant: (days, time) => new Date(`${date(days)}T${time}:00+08:00`).toISOString() };
}
