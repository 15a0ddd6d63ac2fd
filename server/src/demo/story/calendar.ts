/** Days counted from today, moved off weekends and fixed public holidays, so that no milestone is due on a Sunday. */
export interface Calendar {
  today: string;
  /** Civil date so many days from today; a free day gives way to the working day before it in the past, after it in the future. */
  date(days: number): string;
  /** UTC instant of a time of day in China, `HH:MM`. */
  instant(days: number, time: string): string;
}

// Fixed dates only: New Year, Labour Day, National Day. The lunar ones move, and a demo can live with that.
const holiday = /-(01-01|05-0[1-5]|10-0[1-7])$/;

export function calendar(today: string): Calendar {
  const at = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const free = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) || holiday.test(date);
  const date = (days: number): string => {
    let day = days;
    while (free(at(day))) day += days > 0 ? 1 : -1;
    return at(day);
  };
  return { today, date, instant: (days, time) => new Date(`${date(days)}T${time}:00+08:00`).toISOString() };
}
